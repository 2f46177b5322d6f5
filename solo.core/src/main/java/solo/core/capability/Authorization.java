package solo.core.capability;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides whether a caller may. A token's rights are looked up at each call, so a revoked or
 * expired one opens nothing any more, also in a session that is open. Safe for use by many threads.
 */
@ProviderType
public interface Authorization {

  /** The tenant of what concerns the whole container. */
  String EVERY_TENANT = "*";

  /**
   * Returns when the caller may, at once and without I/O. A use of a token is counted, one that is
   * denied is told to the log.
   *
   * @param tenant a tenant's id, or {@link #EVERY_TENANT}
   * @throws AccessDeniedException when the caller may not; the message says who, what and where
   * @throws RateLimitedException when its token, or the tenant, was used too often
   */
  void require(Caller caller, Permission permission, String tenant, Resource resource);

  /** The same for all of a tenant. */
  default void require(Caller caller, Permission permission, String tenant) {
    require(caller, permission, tenant, Resource.ALL);
  }

  /**
   * Whether the caller may; for what is left out of a list rather than refused. Counts nothing and
   * tells nobody.
   */
  boolean allows(Caller caller, Permission permission, String tenant, Resource resource);

  /**
   * The one tenant that the caller is held to, or {@link #EVERY_TENANT}.
   *
   * @throws AccessDeniedException when its token is not valid any more
   */
  String scope(Caller caller);

  /**
   * What of its tenant the caller is held to, {@link Resource#ALL} for all of it; for what shows a
   * caller no more than that. Counts nothing and tells nobody.
   *
   * @throws AccessDeniedException when its token is not valid any more
   */
  default Resource reach(Caller caller) {
    return Resource.ALL;
  }
}
