package solo.core.vault;

import java.util.Objects;

/**
 * The vault did not do what it was asked for; nothing was changed, unless the message says what
 * was.
 */
public final class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Cause {
    /** The master key is not there, or was wrong; {@code vault-unseal} opens. */
    SEALED,
    /** The key or passphrase is not the one of this vault. */
    WRONG_KEY,
    /** There is no such secret, or no such version. */
    NOT_FOUND,
    /** What was asked for is out of range, or cannot be in this state. */
    REFUSED,
    /** The ciphertext does not open under its tenant, name, version and key. */
    CORRUPT,
    /** The secrets are still being brought back from the log. */
    RESTORING,
    /** The stop of the container has begun. */
    SHUTTING_DOWN,
    /** The log or the keyring could not be written. */
    NOT_DURABLE
  }

  private final Cause why;

  /** With a message for people, which never holds a value or a key. */
  public VaultException(Cause why, String message) {
    super(message);
    this.why = Objects.requireNonNull(why, "why");
  }

  /** The same with its origin. */
  public VaultException(Cause why, String message, Throwable origin) {
    super(message, origin);
    this.why = Objects.requireNonNull(why, "why");
  }

  /** Why. */
  public Cause why() {
    return why;
  }
}
