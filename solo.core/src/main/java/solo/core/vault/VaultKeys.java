package solo.core.vault;

import java.nio.file.Path;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * The master key of the vault. Safe for use by many threads. Every call but {@link #status} needs
 * an admin of the container. What cannot be is a {@link VaultException}.
 */
@ProviderType
public interface VaultKeys {

  /** How the vault is. */
  enum State {
    /** It holds nothing yet; the first secret makes its keys. */
    EMPTY,
    /** It can be read and written. */
    UNSEALED,
    /** Its master key is not known: nothing can be read or written. */
    SEALED
  }

  /** Where the master key comes from. */
  enum Source {
    /** A file of mode 0400. */
    FILE,
    /** A passphrase, by PBKDF2-HMAC-SHA256. */
    PASSPHRASE
  }

  /**
   * How the vault is.
   *
   * @param why of a sealed one, in words with what to do; else empty
   * @param keyFile where the key is, or is looked for; empty for a passphrase, and for a caller who
   *     is held to one tenant
   * @param configuredKeyFile where the next start looks for it: another than {@code keyFile} after
   *     a rotation to a file that the configuration does not name; empty likewise
   * @param iterations of PBKDF2, 0 for a file
   * @param masterKey the number of the master key, one more with each rotation, 0 for none
   * @param rotating whether a rotation has begun and not ended
   */
  record Status(
      State state,
      String why,
      Source source,
      String keyFile,
      String configuredKeyFile,
      int iterations,
      int masterKey,
      boolean rotating,
      int tenants,
      long secrets,
      long versions) {

    /** Checks that nothing is missing. */
    public Status {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(keyFile, "keyFile");
      Objects.requireNonNull(configuredKeyFile, "configuredKeyFile");
    }
  }

  /**
   * How it is; READ is enough. A caller who is held to one tenant gets that tenant's counts, and no
   * path of the machine, in {@code why} neither.
   */
  Status status(Caller caller);

  /**
   * Opens a sealed vault by passphrase, which is wiped. Of an empty one it becomes the passphrase.
   *
   * @return whether it was sealed or empty
   */
  boolean unseal(char[] passphrase, Caller caller);

  /** The same by reading the configured key file again. */
  boolean unseal(Caller caller);

  /**
   * Wraps all data keys by a new master key, without touching a secret. At each moment the old or
   * the new key opens, so a crash loses nothing. Durable when it returns.
   *
   * @param passphrase the new one, wiped
   */
  void rotate(char[] passphrase, String reason, Caller caller);

  /**
   * The same to a key file: one that exists, or the configured one with a new random key. One that
   * is not configured has to be before the next start, which is sealed else.
   *
   * @param file of 32 bytes and mode 0400; null puts a new random key in place of the configured
   *     file's
   */
  void rotate(Path file, String reason, Caller caller);
}
