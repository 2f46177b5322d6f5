package solo.core.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file that is renamed to {@code <name>.1} when it is full, and that to {@code <name>.2}, so
 * that the newest lines are always in {@code <name>}. What is there at the begin is kept and added
 * to. For one thread. An interrupt does not close it.
 */
final class RotatingFile implements AutoCloseable {
  private final Path file;
  private final long limitBytes;
  private final int count;
  private OutputStream out;
  private long size;

  /**
   * Opens nothing yet.
   *
   * @param limitBytes it is rotated before it grows beyond this, unless a single text is longer
   * @param count how many files there are at most, 1 or more
   */
  RotatingFile(Path file, long limitBytes, int count) {
    this.file = file;
    this.limitBytes = limitBytes;
    this.count = count;
  }

  /**
   * Writes the text through to the operating system. The file and its directory are made where they
   * are missing; where that fails, the next write tries again.
   */
  void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (out == null) {
      open();
    }
    if (size > 0 && size + bytes.length > limitBytes) {
      rotate();
    }
    out.write(bytes);
    size += bytes.length;
  }

  private void open() throws IOException {
    Files.createDirectories(file.getParent());
    out = new FileOutputStream(file.toFile(), true);
    size = Files.size(file);
  }

  private void rotate() throws IOException {
    close();
    try {
      for (int i = count - 1; i > 0; i--) {
        shift(numbered(i - 1), numbered(i));
      }
      if (count == 1) {
        Files.deleteIfExists(file);
      }
    } finally {
      open();
    }
  }

  private static void shift(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // fewer files than allowed were written so far
    }
  }

  private Path numbered(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
