package solo.capability.vault;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * An AES-256 key that can be wiped, which the JDK's own cannot. What a cipher copied of it is out
 * of reach.
 */
final class AesKey implements SecretKey, AutoCloseable {
  /** Its length in bytes. */
  static final int BYTES = 32;

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final transient byte[] bytes;

  /** Takes the array over. */
  AesKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an AES-256 key has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /** A copy. */
  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void close() {
    destroy();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a key is not written");
  }

  @Override
  public String toString() {
    return "an AES key";
  }
}
