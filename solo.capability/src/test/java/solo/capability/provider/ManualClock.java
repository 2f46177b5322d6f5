package solo.capability.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;

/** A container's clock that a test moves. */
final class ManualClock implements ContainerClock {
  private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  void forward(Duration by) {
    now = now.plus(by);
  }

  void set(Instant to) {
    now = to;
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
