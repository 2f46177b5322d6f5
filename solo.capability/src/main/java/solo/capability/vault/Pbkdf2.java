package solo.capability.vault;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes a master key of a passphrase: PBKDF2-HMAC-SHA256 (RFC 8018), of the JDK. */
final class Pbkdf2 {
  /** The least that is set up; OWASP's advice for this function. */
  static final int LEAST_ITERATIONS = 600_000;

  /** The length of a salt in bytes. */
  static final int SALT_BYTES = 16;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

  private final Provider provider;

  Pbkdf2() {
    try {
      provider = SecretKeyFactory.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** Takes some tenths of a second. The passphrase is left as it is. */
  AesKey key(char[] passphrase, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, AesKey.BYTES * 8);
    try {
      return new AesKey(
          SecretKeyFactory.getInstance(ALGORITHM, provider).generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 makes no key: " + e.getClass().getName());
    } finally {
      spec.clearPassword();
    }
  }
}
