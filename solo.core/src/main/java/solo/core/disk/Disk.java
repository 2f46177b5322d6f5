package solo.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files under Solo's stores. No call here is harmed by an interrupt of the calling thread, and
 * none clears the thread's interrupt flag. A name is durable only after {@link #forceDirectory}, a
 * file's bytes only after {@link DiskFile#force}. Safe for use by many threads.
 */
public interface Disk {

  /** The real one. */
  static Disk real() {
    return new FileDisk();
  }

  /**
   * A new, empty file, open for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  DiskFile create(Path file) throws IOException;

  /**
   * The same, of a file that nobody but its owner can read, from its first moment on.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  DiskFile createPrivate(Path file) throws IOException;

  /**
   * An existing file, for reading and writing.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  DiskFile open(Path file) throws IOException;

  /**
   * An existing file, for reading only.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  DiskFile openForReading(Path file) throws IOException;

  /**
   * Whether something has this name.
   *
   * @throws IOException when that cannot be told, as where the directory is a file or out of reach
   */
  boolean exists(Path file) throws IOException;

  /** Takes from everybody the right to write a file; who has it open goes on. */
  void protect(Path file) throws IOException;

  /** Makes what a file holds durable, whoever wrote it; it need only be readable. */
  void force(Path file) throws IOException;

  /**
   * The names in a directory, sorted; empty where there is no such directory.
   *
   * @throws IOException when there is one that cannot be read, or it is no directory
   */
  List<String> list(Path directory) throws IOException;

  /** Renames within a directory in one step, replacing what has the new name. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Renames a file within a directory, to a name that nothing has. Where the file system has hard
   * links nothing that gets the name meanwhile is replaced; where it has none, what gets it between
   * the look and the rename is. A process that dies may leave both names.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something has the new name; then nothing
   *     has changed
   */
  void renameNew(Path from, Path to) throws IOException;

  /** Removes a file; one that is not there is fine. */
  void delete(Path file) throws IOException;

  /** Makes a directory with its parents, each durable; one that is there is fine. */
  void createDirectories(Path directory) throws IOException;

  /** Makes the names that were created, renamed and deleted in a directory durable. */
  void forceDirectory(Path directory) throws IOException;
}
