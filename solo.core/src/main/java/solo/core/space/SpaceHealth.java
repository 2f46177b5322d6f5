package solo.core.space;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.lifecycle.Directories;

/**
 * Says when the disk of the data or the state directory is full, or nearly so: before the log has
 * used up the space that it holds in advance. How many files a disk can still take cannot be asked.
 */
@Component(
    service = HealthCheck.class,
    property = {HealthCheck.NAME + "=Disk", HealthCheck.TAGS + "=solo"})
public final class SpaceHealth implements HealthCheck {
  /** With less, a bundle of any size is refused. */
  static final long FULL_BYTES = 256 << 10;

  /** Two segments of the log, or one and some bundles. */
  static final long SCARCE_BYTES = 32L << 20;

  private final List<Path> directories;

  /** Of the container's directories. */
  @Activate
  public SpaceHealth(@Reference Directories directories) {
    this.directories = List.of(directories.data(), directories.state());
  }

  @Override
  public Result execute() {
    Path tightest = directories.get(0);
    long least = Long.MAX_VALUE;
    for (Path directory : directories) {
      long room = roomOf(directory);
      if (room < least) {
        least = room;
        tightest = directory;
      }
    }
    return result(tightest, least);
  }

  private static long roomOf(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  static Result result(Path directory, long bytes) {
    if (bytes >= SCARCE_BYTES) {
      return new Result(Result.Status.OK, "There is room.");
    }
    String left = "%d KiB are left on the disk of %s".formatted(bytes >> 10, directory);
    return bytes < FULL_BYTES
        ? new Result(
            Result.Status.CRITICAL,
            "The disk is full: " + left + ". Free some space; Solo goes on by itself.")
        : new Result(Result.Status.WARN, "The disk is nearly full: " + left + ". Free some space.");
  }
}
