package solo.core.vault;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * The secrets of all tenants, each under its tenant's own key (AES-256-GCM, NIST SP 800-38D; bound
 * to tenant, name, version and key). Safe for use by many threads; calls block until they are
 * durable, and an interrupt does not undo them. What cannot be is a {@link VaultException}; each
 * call may also throw {@link solo.core.capability.AccessDeniedException} and {@link
 * solo.core.capability.RateLimitedException}.
 *
 * <p>Not guaranteed: the ciphertext of a deleted secret stays in the log until its segment goes.
 * {@link #shred} makes it worthless.
 */
@ProviderType
public interface Vault {
  /** The longest value, in bytes. */
  int MAX_BYTES = 64 * 1024;

  /**
   * The OSGi condition that is there once every secret of the log is known, or it is known that
   * they cannot be: then the vault stays sealed.
   */
  String RESTORED = "solo.vault.restored";

  /** The OSGi condition that is there while the vault is not sealed. */
  String UNSEALED = "solo.vault.unsealed";

  /**
   * Keeps a value as the secret's newest version. Durable when it returns: the key and the event
   * {@code secret_stored}. The first put of all makes the master key where its file is missing.
   *
   * @param value 1 to {@value #MAX_BYTES} bytes; left as it is, the caller wipes it
   */
  SecretVersion put(SecretKey key, byte[] value, String reason, Caller caller);

  /**
   * Reads a value, when the event {@code secret_accessed} is durable.
   *
   * @param version 0 for the newest
   */
  SecretValue get(SecretKey key, int version, Caller caller);

  /**
   * The newest version of each secret of a tenant, sorted by tenant and name; empty where there is
   * none.
   *
   * @param tenant an id, or {@link solo.core.capability.Authorization#EVERY_TENANT} for those of
   *     all
   */
  List<SecretVersion> list(String tenant, Caller caller);

  /** The versions that are kept, oldest first. */
  List<SecretVersion> versions(SecretKey key, Caller caller);

  /** Deletes a secret with all its versions. */
  void delete(SecretKey key, String reason, Caller caller);

  /**
   * Deletes every secret of a tenant and its keys, so that no copy of the log or of a backup can be
   * decrypted without a copy of the keyring from before. Durable when it returns. Of a tenant that
   * has neither it is {@code NOT_FOUND}; one that was cut short is finished by the next.
   *
   * @return how many secrets there were
   */
  int shred(String tenant, String reason, Caller caller);
}
