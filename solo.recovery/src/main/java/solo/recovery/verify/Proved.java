package solo.recovery.verify;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.event.Event;
import solo.core.event.EventStore;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;

/**
 * What the scheduled deep verify has proved.
 *
 * @param endedMs when a round last ended, epoch milliseconds, 0 for never
 * @param round how far the round under way has come, empty where none is
 */
record Proved(long endedMs, Optional<Position> round) {

  static final Proved NOTHING = new Proved(0, Optional.empty());

  /**
   * A place in the log.
   *
   * @param timeMs that of the event with the state's id, to know it again
   * @param boot that of the same event
   * @param found in the round up to here
   */
  record Position(SystemState state, long timeMs, UUID boot, List<Finding> found) {

    Position {
      found = List.copyOf(found);
    }

    static Position after(Event last, SystemState state, List<Finding> found) {
      return new Position(state, last.time().toEpochMilli(), last.boot(), found);
    }

    /** Whether the log is the one that this is a place of. */
    boolean isOf(EventStore events) {
      return events
          .event(state.id())
          .filter(e -> e.time().toEpochMilli() == timeMs && e.boot().equals(boot))
          .isPresent();
    }
  }
}
