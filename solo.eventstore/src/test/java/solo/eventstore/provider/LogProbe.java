package solo.eventstore.provider;

import java.util.List;
import solo.core.event.EventCursor;
import solo.core.fsck.OfflineCheck;

/** A store that says what it can read of the log, twice as it may. */
public final class LogProbe implements OfflineCheck {

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Result check(Offline offline) {
    return new Result("read %d, again %d".formatted(read(offline), read(offline)), List.of());
  }

  private static long read(Offline offline) {
    long sum = 0;
    try (EventCursor events = offline.log().get()) {
      while (events.hasNext()) {
        sum += events.next().id();
      }
    }
    return sum;
  }
}
