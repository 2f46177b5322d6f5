package solo.core.capability;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A token as lists show it.
 *
 * @param state whether it opens something now
 * @param lastUsed empty where it was never used; of uses since the last start at once, of earlier
 *     ones as the aggregate in the log told it
 * @param uses how often, counted likewise
 * @param grantedBy the actor
 * @param grantId the event of its grant
 * @param endedBy the event that revoked it or an ancestor, 0 where none did
 */
public record TokenStatus(
    Capability capability,
    State state,
    Optional<Instant> lastUsed,
    long uses,
    String grantedBy,
    long grantId,
    long endedBy) {

  /** Whether a token opens something. */
  public enum State {
    /** It does. */
    VALID,
    /** Its time, or that of an ancestor, is over. */
    EXPIRED,
    /** It, or an ancestor, was revoked. */
    REVOKED
  }

  /** Checks that nothing is missing. */
  public TokenStatus {
    Objects.requireNonNull(capability, "capability");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(lastUsed, "lastUsed");
    Objects.requireNonNull(grantedBy, "grantedBy");
  }
}
