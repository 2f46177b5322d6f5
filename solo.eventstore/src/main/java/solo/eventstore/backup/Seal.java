package solo.eventstore.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import solo.core.disk.DiskFile;

/**
 * What a backup's file says of itself with its last 64 bytes.
 *
 * @param whole the SHA-256 of the file
 * @param right whether the last 64 bytes are the SHA-256 of all before
 */
record Seal(String whole, boolean right) {
  static final int LENGTH = 64;

  private static final int BUFFER = 1 << 16;

  /** Told how many bytes were read; throws to end the reading. */
  interface Step {
    void read(long bytes) throws IOException;
  }

  /** Reads a file to its end. */
  static Seal of(DiskFile file, Step step) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long end = Math.max(0, file.size() - LENGTH);
    long at = 0;
    while (at < end) {
      int length = (int) Math.min(buffer.length, end - at);
      if (file.read(at, buffer, 0, length) < length) {
        throw new IOException("the file became shorter while it was read");
      }
      digest.update(buffer, 0, length);
      at += length;
      step.read(at);
    }
    byte[] last = new byte[LENGTH];
    int count = file.read(end, last, 0, LENGTH);
    MessageDigest whole = copy(digest);
    whole.update(last, 0, count);
    String expected = HexFormat.of().formatHex(digest.digest());
    String found = new String(last, 0, count, StandardCharsets.US_ASCII);
    return new Seal(HexFormat.of().formatHex(whole.digest()), found.equals(expected));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of every Java platform can be copied", e);
    }
  }
}
