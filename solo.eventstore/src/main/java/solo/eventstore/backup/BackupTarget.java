package solo.eventstore.backup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.FileTrouble;

/**
 * Where a backup goes.
 *
 * @param file its name, which it has when it is whole
 * @param part what it is called before, in the same directory
 */
record BackupTarget(Path file, Path part) {
  private static final String PART = ".solo-backup.part";
  private static final Pattern PARTS = Pattern.compile(".*\\.[0-9a-f]{8}" + Pattern.quote(PART));

  /** Makes a file its owner's alone. */
  interface Privacy {
    void of(Path file) throws IOException;
  }

  /**
   * Checks where it is to go.
   *
   * @param data the data directory, in which it must not lie
   * @throws IllegalArgumentException when the path cannot be used; the message says what is wrong
   * @throws IOException when there is such a file, or it cannot be told
   */
  static BackupTarget of(Path file, Path data) throws IOException {
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("the path of a backup is absolute, not " + file);
    }
    Path normal = file.normalize();
    Path above = normal.getParent();
    if (above == null || !Files.isDirectory(above)) {
      throw new IllegalArgumentException(
          above == null
              ? "a backup is a file in a directory, not " + file
              : "there is no directory " + above + ": make it first");
    }
    Path real = above.toRealPath();
    if (real.startsWith(data.toRealPath())) {
      throw new IllegalArgumentException(
          "%s lies in the data directory, which would be lost together with it: give a place outside, best on another machine"
              .formatted(file));
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    BackupTarget target =
        new BackupTarget(normal, normal.resolveSibling(normal.getFileName() + "." + id + PART));
    target.requireFree();
    return target;
  }

  private void requireFree() throws FileAlreadyExistsException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw taken();
    }
  }

  private FileAlreadyExistsException taken() {
    return new FileAlreadyExistsException(
        file.toString(),
        null,
        Files.isDirectory(file)
            ? "this is a directory: give a file's name in it"
            : "a file of this name is there already: give another name");
  }

  /** Makes the unfinished file. */
  DiskFile create(Disk disk, Privacy privacy) throws IOException {
    DiskFile made = disk.create(part);
    try {
      privacy.of(part);
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** What backups left in the same directory that never ended, or that still run elsewhere. */
  List<String> leftovers(Disk disk) throws IOException {
    return disk.list(file.getParent()).stream()
        .filter(name -> PARTS.matcher(name).matches())
        .toList();
  }

  /**
   * Gives the whole file its name, durable when it returns. What has got the name since it was
   * looked for stays.
   */
  void publish(Disk disk) throws IOException {
    try {
      disk.renameNew(part, file);
    } catch (FileAlreadyExistsException e) {
      throw taken();
    }
    try {
      disk.forceDirectory(file.getParent());
    } catch (IOException e) {
      disk.delete(file);
      throw e;
    }
  }

  /** The failure; where it says no more than the name of what was begun, why and what to do. */
  IOException inWords(IOException failure) {
    return failure instanceof FileSystemException named && part.toString().equals(named.getFile())
        ? new IOException(FileTrouble.writing(file, named), named)
        : failure;
  }

  /** Removes what was begun; adds to the failure what cannot be. */
  void discard(Disk disk, Throwable failure) {
    try {
      disk.delete(part);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
