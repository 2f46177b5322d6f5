package solo.core.fuzz;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Puts right what no fuzzer guesses, so that it comes behind a checksum: the bytes as they would be
 * had someone written them on purpose.
 */
public final class Checksum {
  private Checksum() {}

  /** With the CRC-32C at a place that covers all bytes but its own; the same where too short. */
  public static byte[] mended(byte[] bytes, int at) {
    if (bytes.length < at + 4) {
      return bytes;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, at);
    crc.update(bytes, at + 4, bytes.length - at - 4);
    byte[] mended = bytes.clone();
    ByteBuffer.wrap(mended).putInt(at, (int) crc.getValue());
    return mended;
  }

  /** With a CRC-32C of all of them behind them. */
  public static byte[] followed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return ByteBuffer.allocate(bytes.length + 4).put(bytes).putInt((int) crc.getValue()).array();
  }
}
