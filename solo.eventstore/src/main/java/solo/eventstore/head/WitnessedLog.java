package solo.eventstore.head;

import java.util.Optional;
import java.util.UUID;
import solo.eventstore.journal.TakenOut;

/** The log of which the head is kept. Safe for use by many threads. */
public interface WitnessedLog {

  /** An acknowledged event: its id, 0 for none, and its link. */
  record Last(long id, byte[] link) {}

  /** The log's own id. */
  UUID instance();

  /** The last event when the log was opened, 0 for none. */
  long openedAt();

  /** The last acknowledged event; cheap. */
  Last last();

  /** Whether an event was lost, and that was accepted. */
  default boolean isLost(long id) {
    return false;
  }

  /**
   * The last event that was taken out, 0 for none; of those before it nothing can be compared any
   * more.
   */
  default long takenOutThrough() {
    return 0;
  }

  /** What was taken out with its proof, empty where nothing was. */
  default Optional<TakenOut> takenOut() {
    return Optional.empty();
  }

  /**
   * The link of an acknowledged event.
   *
   * @throws IllegalArgumentException when there is none with the id
   * @throws solo.core.event.EventStoreException when it cannot be read
   */
  byte[] linkAt(long id);
}
