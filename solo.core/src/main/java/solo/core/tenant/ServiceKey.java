package solo.core.tenant;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a service: one deployed bundle of one tenant, written {@code tenant/service}.
 *
 * @param tenant matches {@value #ID_PATTERN}
 * @param service matches {@value #ID_PATTERN}
 */
public record ServiceKey(String tenant, String service) implements Comparable<ServiceKey> {

  /** Ids that a file name, a log line and a shell word hold unescaped. */
  public static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /** The tenant of what names none. */
  public static final String DEFAULT_TENANT = "default";

  private static final Pattern ID = Pattern.compile(ID_PATTERN);

  /**
   * Checks both ids.
   *
   * @throws IllegalArgumentException when an id does not match {@value #ID_PATTERN}
   */
  public ServiceKey {
    requireId("tenant", tenant);
    requireId("service", service);
  }

  /**
   * Reads {@code tenant/service}, or {@code service} of the tenant {@value #DEFAULT_TENANT}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static ServiceKey parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new ServiceKey(DEFAULT_TENANT, text)
        : new ServiceKey(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Says whether the text is a valid id; null is not. */
  public static boolean isId(String text) {
    return text != null && ID.matcher(text).matches();
  }

  /**
   * Returns the id it was given.
   *
   * @param what the kind of id, for the message
   * @throws IllegalArgumentException when the id does not match {@value #ID_PATTERN}
   */
  public static String requireId(String what, String id) {
    Objects.requireNonNull(id, what);
    if (!isId(id)) {
      throw new IllegalArgumentException(
          what + " " + Printable.quote(id) + " is not an id: expected " + ID_PATTERN);
    }
    return id;
  }

  @Override
  public int compareTo(ServiceKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant != 0 ? byTenant : service.compareTo(other.service);
  }

  /** {@code tenant/service}, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return tenant + "/" + service;
  }
}
