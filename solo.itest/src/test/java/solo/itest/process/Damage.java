package solo.itest.process;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import solo.itest.harness.SoloHome;

/** What a bad disk or a bad hand does to files. */
final class Damage {
  private static final int CHECKPOINT_CRC_AT = 12;
  private static final int CHECKPOINT_LENGTH_AT = 72;
  private static final int CHECKPOINT_HEADER = 80;

  private Damage() {}

  /** Turns one bit of a byte; doing it again puts it right. */
  static void flip(Path file, long position) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(position);
      int old = bytes.read();
      bytes.seek(position);
      bytes.write(old ^ 1);
    }
  }

  /** The journal's segments, oldest first. */
  static List<Path> segments(SoloHome home) throws IOException {
    return events(home, ".log");
  }

  /** The checkpoints, oldest first. */
  static List<Path> checkpoints(SoloHome home) throws IOException {
    return events(home, ".checkpoint");
  }

  private static List<Path> events(SoloHome home, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(home.data().resolve("events"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** Makes a checkpoint say something else, with a good checksum. */
  static void forge(Path checkpoint, String said, String says) throws IOException {
    byte[] before = Files.readAllBytes(checkpoint);
    String body =
        new String(
            before, CHECKPOINT_HEADER, before.length - CHECKPOINT_HEADER, StandardCharsets.UTF_8);
    String forged = body.replaceFirst(said, says);
    assertEquals("the checkpoint says " + said + ": " + body, false, forged.equals(body));
    byte[] text = forged.getBytes(StandardCharsets.UTF_8);
    byte[] after = Arrays.copyOf(before, CHECKPOINT_HEADER + text.length);
    System.arraycopy(text, 0, after, CHECKPOINT_HEADER, text.length);
    ByteBuffer header = ByteBuffer.wrap(after).putLong(CHECKPOINT_LENGTH_AT, text.length);
    CRC32C crc = new CRC32C();
    crc.update(after, 0, CHECKPOINT_CRC_AT);
    int rest = CHECKPOINT_CRC_AT + Integer.BYTES;
    crc.update(after, rest, after.length - rest);
    header.putInt(CHECKPOINT_CRC_AT, (int) crc.getValue());
    Files.write(checkpoint, after);
  }
}
