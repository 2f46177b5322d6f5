package solo.shell.control;

import java.time.Duration;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.Permission;
import solo.core.capability.RateLimitedException;
import solo.core.capability.Resource;
import solo.core.capability.TokenCheck;

/** One token is valid. */
final class FakeTokens implements TokenCheck {
  static final String TOKEN = "solo_t_right";
  static final String ACCESSOR = "k3Jd9sLq0ZxP";

  volatile boolean valid = true;
  volatile boolean restoring;
  volatile boolean tooOften;

  @Override
  public Capability verify(String token, String tenant, Resource resource, Permission permission) {
    throw new UnsupportedOperationException("a session asks at each use");
  }

  @Override
  public Caller login(String token) {
    if (restoring) {
      throw new CapabilityException(CapabilityException.Cause.RESTORING, "later");
    }
    if (!valid || !token.equals(TOKEN)) {
      throw AccessDeniedException.token();
    }
    if (tooOften) {
      throw new RateLimitedException("token " + ACCESSOR, Duration.ofMillis(120));
    }
    return Caller.token(ACCESSOR);
  }
}
