package solo.eventstore.head;

import java.time.Instant;
import java.util.Optional;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;

/**
 * What the head's file says.
 *
 * @param mark the last event that is known
 * @param at when it was written
 * @param parted how the log that is there now goes on beside it, empty while it is the known one
 */
record Known(Mark mark, Instant at, Optional<Parted> parted) {

  /**
   * A log that is not the known one.
   *
   * @param kind HEAD_AHEAD or HEAD_FOREIGN
   * @param firstLost the first event of the known log that is not in it; where that cannot be told,
   *     the last known
   * @param now its own last event
   */
  record Parted(Kind kind, long firstLost, Mark now) {}

  /** A log that is followed. */
  static Known following(Mark mark, Instant at) {
    return new Known(mark, at, Optional.empty());
  }

  /** The same, with another last event of the log that is there now. */
  Known goneOn(Mark now, Instant when) {
    return parted.isEmpty()
        ? following(now, when)
        : new Known(mark, at, parted.map(p -> new Parted(p.kind(), p.firstLost(), now)));
  }

  /** The last event of the log that is followed. */
  Mark newest() {
    return parted.map(Parted::now).orElse(mark);
  }
}
