package solo.eventstore.journal;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * From where a part of the chain is read.
 *
 * @param offset in its segment
 * @param idBefore one below the first record's id
 * @param link the link before the first record, or its own one
 * @param own whether it is its own
 */
record Anchor(long offset, long idBefore, byte[] link, boolean own) {

  /** Whether the record may be the first one; {@code continues} tells for a link before it. */
  static boolean admits(
      long idBefore, byte[] link, boolean own, Frame frame, BooleanSupplier continues) {
    if (own) {
      return frame.isEvent() && frame.id() == idBefore + 1 && Arrays.equals(link, frame.link());
    }
    long expected = frame.isEvent() ? idBefore + 1 : idBefore;
    return frame.id() == expected && continues.getAsBoolean();
  }
}
