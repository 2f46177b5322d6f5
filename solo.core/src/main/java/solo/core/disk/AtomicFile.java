package solo.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Whole small files. At any moment a name holds the old bytes or the new ones, never a mixture. */
public final class AtomicFile {
  private static final String TEMPORARY = ".tmp";

  private AtomicFile() {}

  /**
   * What is special about a file.
   *
   * @param ownersOnly nobody but its owner can read it
   * @param fixed nobody can write it once it is there
   * @param forced told when the new bytes are durable under another name
   */
  public record Way(boolean ownersOnly, boolean fixed, Runnable forced) {
    private static final Way PLAIN = new Way(false, false, () -> {});
  }

  /** The new bytes are in place, but may be gone after a power cut. */
  public static final class NotForcedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotForcedException(Path path, IOException origin) {
      super("%s is in place, but not forced: %s".formatted(path, origin.getMessage()), origin);
    }
  }

  /**
   * Writes a file anew: a temporary file, force, rename, force the directory. Durable when it
   * returns.
   *
   * @throws NotForcedException when the new bytes are there, but perhaps not durable
   * @throws IOException otherwise, when what was there before stays
   */
  public static void write(Disk disk, Path file, byte[] bytes) throws IOException {
    write(disk, file, bytes, Way.PLAIN);
  }

  /**
   * The same in a special way.
   *
   * @throws NotForcedException when the new bytes are there, but perhaps not durable
   * @throws IOException otherwise, when what was there before stays
   */
  public static void write(Disk disk, Path file, byte[] bytes, Way way) throws IOException {
    Path temporary = temporary(file);
    disk.delete(temporary);
    try (DiskFile out = way.ownersOnly ? disk.createPrivate(temporary) : disk.create(temporary)) {
      if (way.fixed) {
        disk.protect(temporary);
      }
      out.write(0, bytes, 0, bytes.length);
      out.force();
    } catch (IOException e) {
      discard(disk, temporary, e);
      throw e;
    }
    way.forced.run();
    rename(disk, temporary, file);
    try {
      disk.forceDirectory(file.getParent());
    } catch (IOException e) {
      throw new NotForcedException(file, e);
    }
  }

  /**
   * Writes a file anew without a force: whole for every process, but after a power cut it may be
   * the old one, empty, or anything. For what is derived and checked when it is read.
   */
  public static void replace(Disk disk, Path file, byte[] bytes) throws IOException {
    Path temporary = temporary(file);
    disk.delete(temporary);
    try (DiskFile out = disk.create(temporary)) {
      out.write(0, bytes, 0, bytes.length);
    } catch (IOException e) {
      discard(disk, temporary, e);
      throw e;
    }
    rename(disk, temporary, file);
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

  private static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + TEMPORARY);
  }

  private static void rename(Disk disk, Path temporary, Path file) throws IOException {
    try {
      disk.rename(temporary, file);
    } catch (IOException e) {
      discard(disk, temporary, e);
      throw e;
    }
  }

  private static void discard(Disk disk, Path temporary, IOException failure) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
