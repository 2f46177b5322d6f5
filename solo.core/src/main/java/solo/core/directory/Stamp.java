package solo.core.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system says of a file without its content being read. A file whose stamp is the
 * same has the same content, as far as times are fine enough; one that is not sure waits for rest.
 *
 * @param changed when anything of it was changed last: a write, but also a rename or its mode
 */
record Stamp(Kind kind, long size, Instant modified, Instant changed, long inode, long device) {

  /** What it is, links not followed. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }

  private static final String WANTED =
      "unix:size,lastModifiedTime,ctime,ino,dev,isRegularFile,isDirectory,isSymbolicLink";

  /**
   * Asks the file system.
   *
   * @throws java.nio.file.NoSuchFileException when there is nothing of that name
   */
  static Stamp of(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        kind(found),
        (Long) found.get("size"),
        ((FileTime) found.get("lastModifiedTime")).toInstant(),
        ((FileTime) found.get("ctime")).toInstant(),
        (Long) found.get("ino"),
        (Long) found.get("dev"));
  }

  private static Kind kind(Map<String, Object> found) {
    if ((Boolean) found.get("isSymbolicLink")) {
      return Kind.LINK;
    } else if ((Boolean) found.get("isRegularFile")) {
      return Kind.FILE;
    }
    return (Boolean) found.get("isDirectory") ? Kind.DIRECTORY : Kind.OTHER;
  }
}
