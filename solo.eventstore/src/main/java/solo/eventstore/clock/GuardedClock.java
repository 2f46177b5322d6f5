package solo.eventstore.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import solo.core.clock.ContainerClock.Leap;
import solo.core.event.Payload.ClockAccepted;

/**
 * Follows the machine's clock and never goes back. Where the machine's is a little behind, time
 * stands until it has come up. Where it leaps, time goes on by the monotonic clock, until the leap
 * is accepted or the machine's clock is back. Safe for use by many threads.
 */
public final class GuardedClock implements InstantSource {
  private enum Course {
    FOLLOWS,
    LEAPT,
    LEAPT_AT_START,
    /** A leap back was accepted, and the machine's clock has not come up yet. */
    WAITS
  }

  private static final long NANOS = 1_000_000;

  private final InstantSource machine;
  private final LongSupplier monotonic;
  private final long runningMs;
  private final long startMs;
  private Course course = Course.FOLLOWS;
  private long machineMs;
  private long shownMs;
  private long atNanos;

  /** Where the machine's clock is expected while it is waited for. */
  private long expectedMs;

  private boolean held;

  /**
   * Shows nothing before {@link #begin}.
   *
   * @param monotonic nanoseconds that go on evenly, from any origin
   */
  public GuardedClock(InstantSource machine, LongSupplier monotonic, ClockLimits limits) {
    this.machine = machine;
    this.monotonic = monotonic;
    runningMs = limits.running().toMillis();
    startMs = limits.start().toMillis();
  }

  /** The real one. */
  public static GuardedClock ofMachine(ClockLimits limits) {
    return new GuardedClock(InstantSource.system(), System::nanoTime, limits);
  }

  /**
   * Goes on from a log. To be called once, before anything else.
   *
   * @param lastMs the last event's time, 0 where there is no event
   * @param accepted the newest acceptance in the log; asked for only where it decides
   */
  public synchronized void begin(long lastMs, Supplier<Optional<ClockAccepted>> accepted) {
    atNanos = monotonic.getAsLong();
    machineMs = machine.millis();
    startAt(lastMs == 0 ? machineMs : lastMs);
    if (course == Course.LEAPT_AT_START) {
      accepted.get().ifPresent(this::goOnFrom);
    }
  }

  private void startAt(long ms) {
    boolean believed = isBelievedAtStart(machineMs - ms);
    course = believed ? Course.FOLLOWS : Course.LEAPT_AT_START;
    shownMs = believed ? Math.max(ms, machineMs) : ms;
  }

  /** What is accepted stays so, also when no event came after it. */
  private void goOnFrom(ClockAccepted was) {
    if (was.machineMs() > shownMs) {
      startAt(was.machineMs());
    } else if (was.containerMs() == shownMs
        && machineMs < shownMs
        && machineMs >= was.machineMs() - runningMs) {
      // no event has a later time than the acceptance: the machine's clock has not come up yet
      expectedMs = was.machineMs();
      course = Course.WAITS;
    }
  }

  private boolean isBelievedAtStart(long ahead) {
    return ahead >= -runningMs && ahead <= startMs;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public synchronized long millis() {
    look();
    return shownMs;
  }

  /** The leap that is not followed, empty where there is none. */
  public synchronized Optional<Leap> leap() {
    look();
    return course == Course.LEAPT || course == Course.LEAPT_AT_START
        ? Optional.of(
            new Leap(
                Instant.ofEpochMilli(machineMs),
                Instant.ofEpochMilli(shownMs),
                course == Course.LEAPT_AT_START))
        : Optional.empty();
  }

  /**
   * The leap that is to be accepted; time stands until {@link #follow} or {@link #release}, so that
   * the event of it has just the time at which it stood.
   */
  public synchronized Optional<Leap> hold() {
    Optional<Leap> leap = leap();
    held = leap.isPresent();
    return leap;
  }

  /** Follows the machine's clock from the leap that was held. */
  public synchronized void follow(Leap leap) {
    long to = leap.machine().toEpochMilli();
    held = false;
    course = to < shownMs ? Course.WAITS : Course.FOLLOWS;
    expectedMs = to;
    shownMs = Math.max(shownMs, to);
    look();
  }

  /** The leap that was held is not accepted: time goes on as it would have. */
  public synchronized void release() {
    held = false;
  }

  private void look() {
    if (held) {
      return;
    }
    long now = monotonic.getAsLong();
    machineMs = machine.millis();
    // whole milliseconds: what is left over is not lost
    long elapsedMs = (now - atNanos) / NANOS;
    atNanos += elapsedMs * NANOS;
    if (course == Course.WAITS) {
      await(elapsedMs);
    } else {
      compare(shownMs + elapsedMs);
    }
  }

  private void compare(long wouldBeMs) {
    long ahead = machineMs - wouldBeMs;
    boolean starting = course == Course.LEAPT_AT_START;
    if (starting ? isBelievedAtStart(ahead) : Math.abs(ahead) <= runningMs) {
      course = Course.FOLLOWS;
      shownMs = Math.max(shownMs, machineMs);
    } else {
      course = starting ? course : Course.LEAPT;
      shownMs = wouldBeMs;
    }
  }

  private void await(long elapsedMs) {
    expectedMs += elapsedMs;
    if (expectedMs >= shownMs) {
      course = Course.FOLLOWS;
      compare(expectedMs);
    } else if (machineMs < expectedMs - runningMs || machineMs >= shownMs) {
      course = Course.FOLLOWS;
      compare(shownMs + elapsedMs);
    } else {
      expectedMs = Math.max(expectedMs, machineMs);
    }
  }
}
