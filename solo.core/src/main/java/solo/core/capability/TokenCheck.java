package solo.core.capability;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Checks tokens that were shown. Safe for use by many threads; returns without I/O. Whatever is
 * wrong with a token, there is one answer; the log has the reason.
 */
@ProviderType
public interface TokenCheck {

  /**
   * The OSGi condition that is there once every token of the log is known, or it is known that they
   * cannot be: then no token opens anything.
   */
  String RESTORED = "solo.capability.restored";

  /**
   * Returns when the token grants it.
   *
   * @param token as it was granted; anything else is denied, also what is no token at all
   * @return what it grants
   * @throws AccessDeniedException when it does not
   * @throws RateLimitedException when it, or its tenant, was used too often
   * @throws CapabilityException of {@link CapabilityException.Cause#RESTORING} or {@link
   *     CapabilityException.Cause#NOT_RESTORED}
   */
  Capability verify(String token, String tenant, Resource resource, Permission permission);

  /**
   * Who a session by token is; what it may is asked at each use.
   *
   * @throws AccessDeniedException when the token is not valid
   * @throws CapabilityException of {@link CapabilityException.Cause#RESTORING} or {@link
   *     CapabilityException.Cause#NOT_RESTORED}
   */
  Caller login(String token);
}
