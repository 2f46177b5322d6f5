package solo.capability.vault;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM of the JDK, by the provider that was found when this was made: one that a bundle
 * registers later sees no key. What is sealed is nonce, ciphertext and tag in one. The nonce is 96
 * random bits, fresh each time. Safe for use by many threads.
 */
final class Gcm {
  /** How much longer a ciphertext is than what it holds. */
  static final int OVERHEAD = 12 + 16;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Provider provider;

  Gcm() {
    try {
      provider = Cipher.getInstance(TRANSFORMATION).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + TRANSFORMATION, e);
    }
  }

  /** A random key, of which no copy stays behind. */
  AesKey newKey() {
    byte[] bytes = new byte[AesKey.BYTES];
    random.nextBytes(bytes);
    return new AesKey(bytes);
  }

  /** Random bytes that are no secret. */
  byte[] salt(int bytes) {
    byte[] salt = new byte[bytes];
    random.nextBytes(salt);
    return salt;
  }

  /**
   * Encrypts.
   *
   * @param binding what it belongs to; without the same it does not open
   */
  byte[] seal(AesKey key, byte[] binding, byte[] plain) {
    byte[] nonce = salt(NONCE_BYTES);
    byte[] sealed = Arrays.copyOf(nonce, plain.length + OVERHEAD);
    try {
      cipher(Cipher.ENCRYPT_MODE, key, nonce, binding)
          .doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not encrypt: " + e.getClass().getName());
    }
  }

  /**
   * Decrypts.
   *
   * @throws DoesNotOpenException when key, binding or a bit of it is another
   */
  byte[] open(AesKey key, byte[] binding, byte[] sealed) throws DoesNotOpenException {
    if (sealed.length < OVERHEAD) {
      throw new DoesNotOpenException(
          "a ciphertext has at least %d bytes, not %d".formatted(OVERHEAD, sealed.length));
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, binding)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new DoesNotOpenException("it was not made with this key for this place");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not decrypt: " + e.getClass().getName());
    }
  }

  private Cipher cipher(int mode, AesKey key, byte[] nonce, byte[] binding)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION, provider);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce), random);
    cipher.updateAAD(binding);
    return cipher;
  }
}
