package solo.core.capability;

import org.osgi.annotation.versioning.ProviderType;

/** Decides whether a caller may. Safe for use by many threads. */
@ProviderType
public interface Authorization {

  /** The tenant of what concerns the whole container. */
  String EVERY_TENANT = "*";

  /**
   * Returns when the caller may, at once and without I/O.
   *
   * @param tenant a tenant's id, or {@link #EVERY_TENANT}
   * @throws AccessDeniedException when the caller may not; the message says who, what and where
   */
  void require(Caller caller, Permission permission, String tenant);
}
