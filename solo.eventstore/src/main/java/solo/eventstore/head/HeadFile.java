package solo.eventstore.head;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/** The head's file, which holds what was written before or after, never a mixture. */
final class HeadFile {
  private final Path file;
  private final Disk disk;

  HeadFile(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /**
   * What was read.
   *
   * @param known empty where there is none, or none that can be used
   * @param why there is none, empty where there is one
   * @param mayBeReplaced whether nothing is lost with it; one that cannot be read or is of a newer
   *     version may be a witness still
   */
  record Reading(Optional<Known> known, String why, boolean mayBeReplaced) {}

  Path path() {
    return file;
  }

  Reading read() {
    try {
      byte[] bytes = AtomicFile.read(disk, file, HeadFormat.MOST);
      return new Reading(Optional.of(HeadFormat.decode(bytes)), "", true);
    } catch (NoSuchFileException e) {
      return new Reading(Optional.empty(), "is missing", true);
    } catch (BrokenHeadException e) {
      return new Reading(Optional.empty(), "is broken (" + e.getMessage() + ")", !e.isNewer());
    } catch (IOException e) {
      return new Reading(Optional.empty(), "cannot be read (" + e + ")", false);
    }
  }

  /** Durable when it returns. */
  void write(Known known) throws IOException {
    AtomicFile.write(disk, file, HeadFormat.encode(known));
  }
}
