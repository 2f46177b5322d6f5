package solo.capability.provider;

import java.time.Instant;
import solo.core.clock.ContainerClock;

/** The container's clock, never the machine's: that may have leapt over every expiry. */
record TokenClock(ContainerClock container) {

  /** Epoch milliseconds. */
  long nowMs() {
    return container.now().toEpochMilli();
  }

  Instant now() {
    return container.now();
  }
}
