package solo.eventstore.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import solo.core.event.Payload.ClockAccepted;

/** A machine whose clocks a test sets. */
public final class TestMachine implements InstantSource {
  private long wallMs;
  private long nanos;

  /** Its clock shows a time. */
  public TestMachine(Instant shows) {
    wallMs = shows.toEpochMilli();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMs);
  }

  /** Time goes by, and both clocks with it. */
  public void passes(Duration time) {
    wallMs += time.toMillis();
    nanos += time.toNanos();
  }

  /** Somebody sets the clock. */
  public void leaps(Duration by) {
    wallMs += by.toMillis();
  }

  /** A clock on a log with a last event and no acceptance. */
  public GuardedClock from(Instant last) {
    return from(last, Optional.empty());
  }

  /** A clock on a log. */
  public GuardedClock from(Instant last, Optional<ClockAccepted> accepted) {
    GuardedClock clock = clock();
    clock.begin(last.toEpochMilli(), () -> accepted);
    return clock;
  }

  /** A clock that does not go yet. */
  public GuardedClock clock() {
    return new GuardedClock(this, () -> nanos, ClockLimits.DEFAULT);
  }
}
