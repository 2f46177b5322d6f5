package solo.capability.vault;

import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;
import solo.core.vault.SecretValue;

/**
 * The secrets for what a deploy was authorised to give to a service: no caller is asked again. For
 * this bundle alone. Safe for use by many threads.
 */
@ProviderType
public interface ServiceVault {

  /**
   * Reads the newest value of a secret of the consumer's tenant, when the event {@code
   * secret_accessed} with the consumer as its subject is durable. The caller closes the value.
   *
   * @param name which secret; that the consumer may have it is for the caller to know
   * @throws solo.core.vault.VaultException when it cannot be read: sealed, not there, corrupt, or
   *     the log could not be told
   */
  SecretValue read(ServiceKey consumer, String name);
}
