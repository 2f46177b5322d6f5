package solo.capability.token;

import java.util.Objects;
import solo.core.capability.Capability;

/**
 * What the log says of a token.
 *
 * @param sha256 of its text
 * @param grantedBy the actor of its grant
 * @param grantId the event of its grant; tokens are kept in this order
 * @param revokedBy the event that revoked it, itself and not an ancestor; 0 where none did
 * @param lastUsedMs as the log's aggregates tell, epoch milliseconds, 0 for never
 * @param uses counted likewise
 */
public record StoredToken(
    Digest sha256,
    Capability capability,
    String grantedBy,
    long grantId,
    long revokedBy,
    long lastUsedMs,
    long uses) {

  /** Checks that nothing is missing. */
  public StoredToken {
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(capability, "capability");
    Objects.requireNonNull(grantedBy, "grantedBy");
    if (grantId <= 0) {
      throw new IllegalArgumentException("token " + capability.accessor() + " has no grant event");
    }
  }

  /** The same, revoked; the first revocation counts. */
  public StoredToken revoked(long eventId) {
    return revokedBy != 0
        ? this
        : new StoredToken(sha256, capability, grantedBy, grantId, eventId, lastUsedMs, uses);
  }

  /** The same with other rights. */
  public StoredToken with(Capability other) {
    return new StoredToken(sha256, other, grantedBy, grantId, revokedBy, lastUsedMs, uses);
  }

  /** The same after so many more uses. */
  public StoredToken used(long more, long lastMs) {
    return new StoredToken(
        sha256,
        capability,
        grantedBy,
        grantId,
        revokedBy,
        Math.max(lastUsedMs, lastMs),
        uses + more);
  }
}
