package solo.recovery;

import java.time.Instant;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;

/** The container's clock on a machine that never leaps. */
public final class TestClock implements ContainerClock {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Optional<Leap> leap() {
    return Optional.empty();
  }

  @Override
  public Optional<Leap> accept(String reason, Caller caller) {
    return Optional.empty();
  }
}
