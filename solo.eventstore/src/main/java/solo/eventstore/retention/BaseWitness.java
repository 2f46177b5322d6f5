package solo.eventstore.retention;

import java.io.IOException;
import solo.eventstore.journal.TakenOut;

/** Keeps outside the data directory what stands for events that are taken out. */
public interface BaseWitness {

  /**
   * Signs what is to be kept, before anything goes. Durable when it returns; what was signed and
   * never came does no harm.
   *
   * @throws IOException when it could not be signed, or nothing stands for what is kept now; the
   *     message says what to do
   */
  void witness(TakenOut next) throws IOException;
}
