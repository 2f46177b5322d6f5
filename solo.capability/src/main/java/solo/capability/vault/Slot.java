package solo.capability.vault;

import java.util.Objects;
import solo.core.vault.VaultKeys.Source;

/**
 * A master key of a keyring, without the key.
 *
 * @param number one more than that of the master key before it
 * @param salt of a passphrase; empty for a file
 * @param iterations of a passphrase; 0 for a file
 * @param check what the key, and no other, opens
 */
record Slot(int number, Source source, byte[] salt, int iterations, byte[] check) {
  private static final byte[] KNOWN = new byte[16];

  /** The length of a check in bytes. */
  static final int CHECK_BYTES = KNOWN.length + Gcm.OVERHEAD;

  Slot {
    Objects.requireNonNull(source, "source");
    if (number < 1 || check.length != CHECK_BYTES) {
      throw new IllegalArgumentException("slot %d, check %d".formatted(number, check.length));
    }
    if (source == Source.FILE ? salt.length + iterations != 0 : salt.length * iterations <= 0) {
      throw new IllegalArgumentException(
          "slot %d of a %s has a salt of %d bytes and %d iterations"
              .formatted(number, source, salt.length, iterations));
    }
  }

  /** Of a key from a file. */
  static Slot ofFile(int number, AesKey key, Gcm gcm) {
    return of(number, Source.FILE, new byte[0], 0, key, gcm);
  }

  /** Of a key that was made of a passphrase. */
  static Slot ofPassphrase(int number, byte[] salt, int iterations, AesKey key, Gcm gcm) {
    return of(number, Source.PASSPHRASE, salt, iterations, key, gcm);
  }

  private static Slot of(
      int number, Source source, byte[] salt, int iterations, AesKey key, Gcm gcm) {
    byte[] binding = Binding.check(number, code(source), iterations, salt);
    return new Slot(number, source, salt, iterations, gcm.seal(key, binding, KNOWN));
  }

  /** Whether the key is this one. */
  boolean opens(AesKey key, Gcm gcm) {
    try {
      gcm.open(key, Binding.check(number, code(source), iterations, salt), check);
      return true;
    } catch (DoesNotOpenException another) {
      return false;
    }
  }

  /** The source's byte in the keyring. */
  static byte code(Source source) {
    return (byte) (source == Source.FILE ? 1 : 2);
  }
}
