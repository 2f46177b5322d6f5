package solo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Creates and checks the directories that hold what Solo writes: theirs alone to write. */
final class DataDirectory {
  /** The layout of the data directory that this Solo writes. */
  static final int FORMAT = 1;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What may be there before the format is written. */
  private static final Set<String> BEFORE_FORMAT =
      Set.of("lock", "pid", "pid.part", "log", "format.part", "cache.room", "lost+found");

  private final Path path;

  DataDirectory(Path path) {
    this.path = path;
  }

  /** Makes sure that the directory is there, ours, and of no newer format. Writes nothing in it. */
  void open() throws LaunchException {
    privateDirectory(path, "data directory", "--data");
    checkFormat();
    try {
      checkForeign();
    } catch (IOException e) {
      throw LaunchException.configuration("%s cannot be listed: %s".formatted(path, e));
    }
  }

  /** Whether a container was ever started on it. */
  boolean isInUse() {
    return Files.exists(path.resolve("format")) || Files.isDirectory(path.resolve("events"));
  }

  /** Called under the lock: marks the directory as Solo's. True when it is a new one. */
  boolean mark() throws LaunchException {
    Path file = path.resolve("format");
    try {
      if (Files.exists(file)) {
        checkFormat();
        return false;
      }
      boolean fresh = checkForeign();
      Path temporary = path.resolve("format.part");
      Files.writeString(temporary, FORMAT + "\n");
      Files.move(temporary, file);
      return fresh;
    } catch (IOException e) {
      throw WriteFailure.of(file + " cannot be written", e);
    }
  }

  private void checkFormat() throws LaunchException {
    Path file = path.resolve("format");
    if (!Files.exists(file)) {
      return;
    }
    try {
      String text = Files.readString(file).strip();
      if (Integer.parseInt(text) > FORMAT) {
        throw LaunchException.configuration(
            "%s has format %s, written by a newer Solo; this one knows up to %d. Nothing was changed"
                .formatted(path, text, FORMAT));
      }
    } catch (IOException | NumberFormatException e) {
      throw LaunchException.configuration(
          "%s is unreadable, expected the number %d: %s".formatted(file, FORMAT, e.getMessage()));
    }
  }

  /** A directory with other things in it is probably not meant. True when it is a new one. */
  private boolean checkForeign() throws IOException, LaunchException {
    Optional<Path> foreign;
    try (Stream<Path> entries = Files.list(path)) {
      foreign =
          entries
              .map(Path::getFileName)
              .filter(name -> !BEFORE_FORMAT.contains(name.toString()))
              .findFirst();
    }
    // Looked for after the listing: another process may just be making this directory Solo's.
    if (isInUse()) {
      return false;
    }
    if (foreign.isPresent()) {
      throw LaunchException.configuration(
          "%s is no data directory of Solo and not empty (%s is in it): give an empty one with --data"
              .formatted(path, foreign.get()));
    }
    return true;
  }

  /** Creates a directory that only its owner may use, or checks one that is there. */
  static void privateDirectory(Path path, String what, String option) throws LaunchException {
    try {
      if (!Files.exists(path)) {
        Files.createDirectories(path.getParent());
        Files.createDirectory(path, PRIVATE);
      }
    } catch (IOException e) {
      throw new LaunchException(
          WriteFailure.code(e),
          "the %s %s cannot be created (%s): give another with %s"
              .formatted(what, path, WriteFailure.reason(e), option));
    }
    if (!Files.isDirectory(path)) {
      throw LaunchException.configuration(
          "the %s %s is not a directory: give another with %s".formatted(what, path, option));
    }
    try {
      checkOwner(path, what, option);
    } catch (IOException e) {
      throw LaunchException.configuration("the %s %s cannot be read: %s".formatted(what, path, e));
    }
    if (!Files.isWritable(path) || !Files.isReadable(path) || !Files.isExecutable(path)) {
      throw LaunchException.configuration(
          "the %s %s cannot be written by this user, or its file system is read-only"
              .formatted(what, path));
    }
  }

  private static void checkOwner(Path path, String what, String option)
      throws IOException, LaunchException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw LaunchException.configuration(
          "the %s %s may be written by others than its owner (%s): run chmod go-w on it"
              .formatted(what, path, PosixFilePermissions.toString(permissions)));
    }
    UserPrincipal owner = Files.getOwner(path);
    UserPrincipal own = user();
    if (!owner.equals(own)) {
      throw LaunchException.configuration(
          "the %s %s belongs to %s and this is %s: run as its owner, or give another with %s"
              .formatted(what, path, owner.getName(), own.getName(), option));
    }
  }

  /** Who this process runs as. */
  private static UserPrincipal user() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Files.getOwner(self)
        : self.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
