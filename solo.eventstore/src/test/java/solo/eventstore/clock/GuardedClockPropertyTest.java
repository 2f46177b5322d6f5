package solo.eventstore.clock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import solo.core.clock.ContainerClock.Leap;
import solo.core.event.Payload.ClockAccepted;

/** Random runs of leaps, drifts, acceptances and restarts, with a log that keeps some times. */
public class GuardedClockPropertyTest {
  private static final int RUNS = 3000;
  private static final int STEPS = 60;
  private static final long LIMIT_MS = ClockLimits.DEFAULT.running().toMillis();
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private static final class Run {
    final Random random;
    final TestMachine machine = new TestMachine(BEGIN);
    GuardedClock clock = machine.from(BEGIN);
    long loggedMs = BEGIN.toEpochMilli();
    Optional<ClockAccepted> accepted = Optional.empty();
    boolean waits;

    Run(long seed) {
      random = new Random(seed);
    }

    Duration upTo(Duration most) {
      return Duration.ofMillis((long) (most.toMillis() * random.nextDouble()));
    }

    void step(Duration largestLeap) {
      long before = clock.millis();
      boolean leapt = clock.leap().isPresent();
      Duration passed = upTo(Duration.ofHours(random.nextInt(5) == 0 ? 60 : 1));
      machine.passes(passed);
      machine.leaps(upTo(largestLeap).multipliedBy(random.nextBoolean() ? 1 : -1));
      check(before, leapt, passed.toMillis());
      if (random.nextInt(4) == 0) {
        loggedMs = clock.millis();
      }
      int next = random.nextInt(24);
      if (next < 4) {
        accept();
      } else if (next < 7) {
        restart();
      }
    }

    private void check(long before, boolean leapt, long passedMs) {
      final long shown = clock.millis();
      final long machineMs = machine.millis();
      assertTrue("time went back", shown >= before);
      if (clock.leap().isPresent()) {
        assertTrue("a leap is not followed", shown <= before + passedMs);
        assertTrue("time goes on", waits || shown == before + passedMs);
        assertTrue("a leap is large", Math.abs(machineMs - shown) > LIMIT_MS);
        waits = false;
      } else {
        assertEquals("what is not behind is followed", Math.max(before, machineMs), shown);
        waits &= shown == before;
        assertTrue(
            "without an accepted leap back the error is bounded",
            waits || shown - machineMs <= LIMIT_MS);
        assertTrue("unasked", leapt || waits || machineMs <= before + passedMs + LIMIT_MS);
      }
    }

    private void accept() {
      Optional<Leap> leap = clock.hold();
      leap.ifPresent(
          found -> {
            loggedMs = found.container().toEpochMilli();
            accepted =
                Optional.of(new ClockAccepted(found.machine().toEpochMilli(), loggedMs, false));
            clock.follow(found);
            waits = found.ahead().isNegative();
            assertEquals("accepted is accepted", Optional.empty(), clock.leap());
          });
    }

    /** Times that no event has are not known any more. */
    private void restart() {
      boolean leapt = clock.leap().isPresent();
      boolean isLastEvent = accepted.isPresent() && accepted.get().containerMs() == loggedMs;
      clock = machine.from(Instant.ofEpochMilli(loggedMs), accepted);
      assertTrue("behind the log", clock.millis() >= loggedMs);
      waits = isLastEvent && clock.leap().isEmpty();
      assertTrue(
          "a leap that was accepted is found again",
          leapt || !isLastEvent || clock.leap().isEmpty());
    }
  }

  private static void run(Duration largestLeap) {
    for (long seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed);
      try {
        for (int i = 0; i < STEPS; i++) {
          run.step(largestLeap);
        }
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  public void flt14_leapsOfYearsAreNeverFollowedUnasked() {
    run(Duration.ofDays(3653));
  }

  @Test
  public void leapsAroundTheLimit() {
    run(Duration.ofHours(2));
  }

  @Test
  public void driftsNeverLeap() {
    Run run = new Run(1);
    for (int i = 0; i < 100_000; i++) {
      run.machine.passes(run.upTo(Duration.ofMinutes(10)));
      run.machine.leaps(run.upTo(Duration.ofSeconds(20)).minus(run.upTo(Duration.ofSeconds(20))));
      long shown = run.clock.millis();
      assertEquals(Optional.empty(), run.clock.leap());
      assertTrue(shown >= run.machine.millis());
    }
  }
}
