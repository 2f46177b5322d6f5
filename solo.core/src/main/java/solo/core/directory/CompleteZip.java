package solo.core.directory;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Says whether a file is a whole zip file: its last bytes are an end record, and the directory that
 * it names ends where it begins. A reader that only opens it would take a copy that broke off right
 * after a jar stored inside a jar for whole.
 *
 * <pre>
 * end record:  50 4b 05 06 | disk 2 | disk 2 | entries 2 | entries 2
 *              | size of directory 4 | offset of directory 4 | comment length 2 | comment
 * </pre>
 */
final class CompleteZip {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final long ZIP64 = 0xffffffffL;

  private CompleteZip() {}

  /**
   * Reads the tail and opens the directory.
   *
   * @throws IOException when the file cannot be read
   */
  static boolean is(Path file) throws IOException {
    if (!endsInEndRecord(file)) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() > 0;
    } catch (ZipException e) {
      return false;
    }
  }

  private static boolean endsInEndRecord(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      int tail = (int) Math.min(length, END_SIZE + MAX_COMMENT);
      byte[] bytes = new byte[tail];
      in.seek(length - tail);
      in.readFully(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = tail - END_SIZE; at >= 0; at--) {
        if (buffer.getInt(at) == END_SIGNATURE && isEnd(buffer, at, length - tail)) {
          return true;
        }
      }
      return false;
    } catch (EOFException e) {
      return false; // it became shorter meanwhile
    }
  }

  private static boolean isEnd(ByteBuffer buffer, int at, long before) {
    int comment = buffer.getShort(at + 20) & 0xffff;
    long size = buffer.getInt(at + 12) & 0xffffffffL;
    long offset = buffer.getInt(at + 16) & 0xffffffffL;
    boolean reachesEnd = at + END_SIZE + comment == buffer.limit();
    return reachesEnd && (offset == ZIP64 || size == ZIP64 || offset + size == before + at);
  }
}
