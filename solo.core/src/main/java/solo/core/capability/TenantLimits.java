package solo.core.capability;

import org.osgi.annotation.versioning.ProviderType;

/** How often each tenant may ask, all its tokens together. Safe for use by many threads. */
@ProviderType
public interface TenantLimits {

  /** That of a tenant; {@link RateLimit#NONE} where none was set. */
  RateLimit limit(String tenant);

  /**
   * Sets it; in the log, durable, when it returns.
   *
   * @param tenant an id
   * @throws AccessDeniedException when the caller is no admin of the container
   * @throws CapabilityException when it could not be made durable
   */
  void setLimit(String tenant, RateLimit limit, String reason, Caller caller);
}
