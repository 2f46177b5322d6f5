package solo.capability.provider;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import solo.core.clock.ContainerClock;

/**
 * The container's clock, which comes after the tokens since its owner is authorised by them; until
 * then the machine's, which must not go back either.
 */
final class TokenClock {
  private final AtomicLong latest = new AtomicLong();
  private volatile ContainerClock clock;

  void bind(ContainerClock container) {
    clock = container;
  }

  void unbind(ContainerClock container) {
    if (clock == container) {
      clock = null;
    }
  }

  /** Epoch milliseconds; never before what was returned earlier. */
  long nowMs() {
    ContainerClock bound = clock;
    Instant now = bound == null ? Clock.systemUTC().instant() : bound.now();
    return latest.accumulateAndGet(now.toEpochMilli(), Math::max);
  }

  Instant now() {
    return Instant.ofEpochMilli(nowMs());
  }
}
