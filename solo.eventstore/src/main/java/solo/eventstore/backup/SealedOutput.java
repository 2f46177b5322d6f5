package solo.eventstore.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import solo.core.disk.DiskFile;

/**
 * Writes a file whose last 64 bytes become the SHA-256 of all before them, in hex: those of the
 * archive's comment, which {@link #seal} replaces. So no bit of the file is without a witness. For
 * one thread.
 */
final class SealedOutput extends OutputStream {
  /** What stands in for the digest until it is known. */
  static final String PLACE = "0".repeat(Seal.LENGTH);

  private final DiskFile file;
  private final MessageDigest digest = Seal.sha256();
  private final byte[] tail = new byte[Seal.LENGTH];
  private int held;
  private long position;

  SealedOutput(DiskFile file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    file.write(position, from, offset, length);
    position += length;
    byte[] seen = Arrays.copyOf(tail, held + length);
    System.arraycopy(from, offset, seen, held, length);
    int before = Math.max(0, seen.length - Seal.LENGTH);
    digest.update(seen, 0, before);
    held = seen.length - before;
    System.arraycopy(seen, before, tail, 0, held);
  }

  /** How many bytes were written. */
  long bytes() {
    return position;
  }

  /**
   * Replaces the last 64 bytes and forces the file.
   *
   * @return the SHA-256 of the whole file
   */
  String seal() throws IOException {
    if (!new String(tail, StandardCharsets.US_ASCII).equals(PLACE)) {
      throw new IOException("the archive does not end with its comment");
    }
    MessageDigest whole = Seal.copy(digest);
    byte[] hex = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
    file.write(position - hex.length, hex, 0, hex.length);
    file.force();
    return HexFormat.of().formatHex(whole.digest(hex));
  }
}
