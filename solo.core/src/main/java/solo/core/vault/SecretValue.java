package solo.core.vault;

import java.util.Arrays;
import java.util.Objects;

/**
 * A secret that was read; closing it wipes it. Java may have copied the bytes while it collected
 * garbage: that is as far as wiping goes. For one thread.
 */
public final class SecretValue implements AutoCloseable {
  private final SecretVersion version;
  private final byte[] bytes;

  /** Takes the array over: it is wiped with this. */
  public SecretValue(SecretVersion version, byte[] bytes) {
    this.version = Objects.requireNonNull(version, "version");
    this.bytes = Objects.requireNonNull(bytes, "bytes");
  }

  /** Which it is. */
  public SecretVersion version() {
    return version;
  }

  /** The value itself, not a copy: gone when this is closed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Wipes it. Again is fine. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  /** Without the value, so that no log shows it. */
  @Override
  public String toString() {
    return "secret " + version.key();
  }
}
