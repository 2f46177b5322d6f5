package solo.eventstore.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import solo.core.event.EventCursor;
import solo.core.fsck.OfflineCheck;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * A store that says what it can read of the log, twice as it may. The event that its file {@code
 * probe} names holds its secret.
 */
public final class LogProbe implements OfflineCheck {
  private static final Finding ORPHAN =
      Finding.of(Kind.SECRET_ORPHAN, "probe", "nothing stored it", "put it again", false);

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Result check(Offline offline) throws IOException {
    String summary = "read %d, again %d".formatted(read(offline), read(offline));
    Path file = offline.data().resolve("probe");
    boolean orphan = Files.exists(file) && !has(offline, Files.readString(file));
    return new Result(summary, orphan ? List.of(ORPHAN) : List.of());
  }

  private static boolean has(Offline offline, String id) {
    boolean has = false;
    try (EventCursor events = offline.log().get()) {
      while (events.hasNext()) {
        has |= events.next().id() == Long.parseLong(id);
      }
    }
    return has;
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
