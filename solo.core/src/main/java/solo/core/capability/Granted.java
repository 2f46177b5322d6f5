package solo.core.capability;

import java.util.Objects;

/**
 * A token on its way to who asked for it; kept nowhere else.
 *
 * @param token what opens; shown once
 * @param eventId of the durable {@code capability_granted}
 */
public record Granted(String token, Capability capability, long eventId) {

  /** Checks that nothing is missing. */
  public Granted {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(capability, "capability");
  }

  /** Without the token, so that no log shows it. */
  @Override
  public String toString() {
    return "token " + capability.accessor();
  }
}
