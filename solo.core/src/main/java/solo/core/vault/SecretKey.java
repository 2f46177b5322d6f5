package solo.core.vault;

import solo.core.tenant.ServiceKey;

/**
 * The name of a secret of one tenant.
 *
 * @param tenant matches {@value ServiceKey#ID_PATTERN}
 * @param name matches {@value ServiceKey#ID_PATTERN}
 */
public record SecretKey(String tenant, String name) implements Comparable<SecretKey> {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one does not match
   */
  public SecretKey {
    ServiceKey.requireId("tenant", tenant);
    ServiceKey.requireId("secret", name);
  }

  /**
   * Reads {@code tenant/name}, or {@code name} of the tenant {@value ServiceKey#DEFAULT_TENANT}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static SecretKey parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new SecretKey(ServiceKey.DEFAULT_TENANT, text)
        : new SecretKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(SecretKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant != 0 ? byTenant : name.compareTo(other.name);
  }

  /** {@code tenant/name}, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}
