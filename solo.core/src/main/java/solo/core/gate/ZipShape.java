package solo.core.gate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The outline of a zip, read before anything takes it for one, so that a hostile file costs no
 * memory: the end record is looked for in the last {@value #TAIL_BYTES} bytes, and the directory it
 * points to is bounded.
 *
 * <pre>
 * end record: 'PK\5\6' | disks 2+2 | entries 2+2 | directory size 4 | offset 4 | comment size 2 | …
 *             0          4           8    10       12                 16         20              22
 * </pre>
 */
final class ZipShape {
  /** Larger counts need the zip64 format, which no bundle has a reason for. */
  static final int MAX_ENTRIES = 65_534;

  static final int MAX_DIRECTORY_BYTES = 32 * 1024 * 1024;

  private static final int END_BYTES = 22;
  private static final int TAIL_BYTES = END_BYTES + 0xFFFF;
  private static final int FIRST_ENTRY = 0x04034b50;
  private static final int END = 0x06054b50;

  private ZipShape() {}

  /** Returns when the file is a complete zip within bounds. */
  static void check(Path path) throws IOException, Refusal {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long length = file.length();
      if (length == 0) {
        throw new Refusal("the file is empty");
      }
      if (length < END_BYTES || little(file, 0, 4).getInt() != FIRST_ENTRY) {
        throw new Refusal("the file is not a jar: it does not begin with a zip entry");
      }
      int tailLength = (int) Math.min(length, TAIL_BYTES);
      ByteBuffer tail = little(file, length - tailLength, tailLength);
      int end = findEnd(tail);
      checkEnd(tail.slice(end, tailLength - end).order(ByteOrder.LITTLE_ENDIAN), length, end);
    }
  }

  private static int findEnd(ByteBuffer tail) throws Refusal {
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit()) {
        return at;
      }
    }
    throw new Refusal("the jar is truncated: its zip directory is missing; copy it again");
  }

  private static void checkEnd(ByteBuffer end, long length, int endInTail) throws Refusal {
    int entries = Short.toUnsignedInt(end.getShort(10));
    long size = Integer.toUnsignedLong(end.getInt(12));
    long offset = Integer.toUnsignedLong(end.getInt(16));
    if (entries > MAX_ENTRIES || size == 0xFFFFFFFFL || offset == 0xFFFFFFFFL) {
      throw new Refusal("the jar has more than %d entries".formatted(MAX_ENTRIES));
    }
    if (size > MAX_DIRECTORY_BYTES) {
      throw new Refusal(
          "the jar's zip directory has %d bytes; at most %d".formatted(size, MAX_DIRECTORY_BYTES));
    }
    long endAt = length - Math.min(length, TAIL_BYTES) + endInTail;
    if (offset + size > endAt) {
      throw new Refusal("the jar is damaged: its zip directory points outside the file");
    }
  }

  private static ByteBuffer little(RandomAccessFile file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
