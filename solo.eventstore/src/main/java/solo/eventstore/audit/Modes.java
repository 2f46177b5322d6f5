package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Who may use a file. */
@FunctionalInterface
interface Modes {
  /** Of the file system. */
  Modes REAL =
      file -> {
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
        return PosixFilePermissions.fromString("rwx------").containsAll(found)
            ? Optional.empty()
            : Optional.of(PosixFilePermissions.toString(found));
      };

  /** Where files have no owner. */
  Modes NONE = file -> Optional.empty();

  /** The mode of a file that others can use; empty where they cannot. */
  Optional<String> tooWide(Path file) throws IOException;
}
