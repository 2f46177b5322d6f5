package solo.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Whole small files. At any moment a name holds the old bytes or the new ones, never a mixture. */
public final class AtomicFile {
  private static final String TEMPORARY = ".tmp";

  private AtomicFile() {}

  /**
   * Writes a file anew: a temporary file, force, rename, force the directory. Durable when it
   * returns.
   */
  public static void write(Disk disk, Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    disk.delete(temporary);
    try (DiskFile out = disk.create(temporary)) {
      out.write(0, bytes, 0, bytes.length);
      out.force();
    } catch (IOException e) {
      discard(disk, temporary, e);
      throw e;
    }
    disk.rename(temporary, file);
    disk.forceDirectory(file.getParent());
  }

  /**
   * Reads a file whole.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException also when it is longer than {@code most} bytes
   */
  public static byte[] read(Disk disk, Path file, int most) throws IOException {
    try (DiskFile in = disk.openForReading(file)) {
      long size = in.size();
      if (size > most) {
        throw new IOException(file + " has " + size + " bytes, expected at most " + most);
      }
      byte[] bytes = new byte[(int) size];
      int read = in.read(0, bytes, 0, bytes.length);
      if (read != bytes.length) {
        throw new IOException(file + " ended after " + read + " of " + size + " bytes");
      }
      return bytes;
    }
  }

  /** The names of files that were never finished. */
  public static Pattern temporary(Pattern finished) {
    return Pattern.compile(finished.pattern() + Pattern.quote(TEMPORARY));
  }

  private static void discard(Disk disk, Path temporary, IOException failure) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
