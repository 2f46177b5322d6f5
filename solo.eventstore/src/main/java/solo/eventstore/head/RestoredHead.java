package solo.eventstore.head;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import solo.core.disk.Disk;
import solo.core.verify.Head.Mark;

/** A head for a log that came from a backup; the one before is kept beside it. */
public final class RestoredHead {
  /** What the head before is called then. */
  public static final String BEFORE = "head.before-restore";

  private RestoredHead() {}

  /**
   * From now on the log is expected to have this event. Durable when it returns.
   *
   * @return where the head before is, empty where there was none
   */
  public static Optional<Path> set(Path state, Disk disk, Mark mark, Instant at)
      throws IOException {
    disk.createDirectories(state);
    Path head = state.resolve("head");
    boolean before = disk.list(state).contains("head");
    if (before) {
      // A copy: at no moment is there no head.
      Files.deleteIfExists(state.resolve(BEFORE));
      Files.copy(head, state.resolve(BEFORE));
    }
    new HeadFile(head, disk).write(Known.following(mark, at));
    return before ? Optional.of(state.resolve(BEFORE)) : Optional.empty();
  }
}
