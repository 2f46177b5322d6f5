package solo.core.capability;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Grants and ends tokens. Each change is in the log, durable, before its call returns, and in force
 * from then on. Safe for use by many threads; an interrupt of the calling thread does not undo a
 * change. What cannot be is a {@link CapabilityException}; each call may also throw {@link
 * AccessDeniedException} and {@link RateLimitedException}.
 *
 * <p>Bearer tokens with revocable, attenuated delegation are after Miller, "Robust Composition"
 * (2006), and Birgisson et al., "Macaroons" (NDSS 2014); the rights are kept here, not in the
 * token.
 */
@ProviderType
public interface CapabilityService {

  /**
   * Makes a token. The caller needs {@link Permission#GRANT} in the tenant; one that has a token
   * itself cannot grant what that token does not: its grants are delegations from it, as by {@link
   * #delegate}.
   */
  Granted grant(GrantRequest request, Caller caller);

  /**
   * Makes a token from another: within its tenant, resource, permissions, operations and life. It
   * ends with its parent. Whoever has the parent itself may do so without further permission.
   *
   * @param accessor of the parent
   */
  Granted delegate(String accessor, GrantRequest request, Caller caller);

  /**
   * Sets the expiry of a valid token so far from now, at most to {@link
   * Capability#renewableUntil()}.
   *
   * @return the token with its new expiry
   */
  Capability renew(String accessor, Duration timeToLive, String reason, Caller caller);

  /**
   * Ends a token and all that was delegated from it, by one event. Works on a full disk. Ending one
   * that has ended writes nothing.
   *
   * @return whether it was in force
   */
  boolean revoke(String accessor, String reason, Caller caller);

  /**
   * Ends every token of a tenant that was granted before, by one event.
   *
   * @param tenant an id; {@link Authorization#EVERY_TENANT} ends those of every tenant that are not
   *     bound to one
   * @return how many were in force
   */
  int revokeAll(String tenant, String reason, Caller caller);

  /**
   * The tokens of a tenant, or of all, in the order of their grants. The expired and the revoked
   * are among them until they are cleaned up. Which they are does not change later; each element is
   * made as it is read, so that of a million only those that are looked at take memory.
   */
  List<TokenStatus> list(String tenant, Caller caller);

  /** One token. The caller needs to have it, or {@link Permission#GRANT} in its tenant. */
  TokenStatus info(String accessor, Caller caller);
}
