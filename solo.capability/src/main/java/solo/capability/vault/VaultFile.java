package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Path;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/**
 * A small file of the vault that nobody but its owner can read, and that holds what was written
 * before or after, never a mixture. Nothing here minds an interrupt of its thread.
 *
 * @param fixed whether not even its owner can write it
 * @param steps told {@code <word>.temp} and {@code <word>.renamed}
 */
record VaultFile(Disk disk, Path path, String word, boolean fixed, Steps steps) {

  /**
   * Whether the file is there.
   *
   * @throws IOException when that cannot be told, as where its directory is a file
   */
  boolean isThere() throws IOException {
    return disk.exists(path);
  }

  /** Whether surely none is there. */
  boolean isMissing() {
    try {
      return !disk.exists(path);
    } catch (IOException e) {
      return false;
    }
  }

  /** All of it; throws where it is longer, or cannot be read. */
  byte[] read(int most) throws IOException {
    return AtomicFile.read(disk, path, most);
  }

  /**
   * Durable when it returns.
   *
   * @throws AtomicFile.NotForcedException when it is there, but perhaps not durable
   * @throws IOException otherwise, when what was there before stays
   */
  void write(byte[] bytes) throws IOException {
    disk.createDirectories(path.getParent());
    Runnable forced = () -> steps.reached(word + ".temp");
    AtomicFile.write(disk, path, bytes, new AtomicFile.Way(true, fixed, forced));
    steps.reached(word + ".renamed");
  }
}
