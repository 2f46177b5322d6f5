package solo.eventstore.clock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import solo.eventstore.Await;
import solo.eventstore.provider.LoggedLines;

public class LeapWatchTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final TestMachine machine = new TestMachine(Instant.parse("2026-03-01T10:00:00Z"));
  private final AtomicLong looks = new AtomicLong();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private Instant look() {
    looks.incrementAndGet();
    synchronized (machine) {
      return machine.instant();
    }
  }

  private void leaps(Duration by) {
    synchronized (machine) {
      machine.leaps(by);
    }
    long seen = looks.get();
    Await.until("it looked again and again", () -> looks.get() > seen + 5);
  }

  @Test
  public void eachLeapIsToldOnceAndSoIsItsEnd() {
    InstantSource watched = this::look;
    GuardedClock clock = new GuardedClock(watched, () -> 0, ClockLimits.DEFAULT);
    clock.begin(0, Optional::empty);
    try (LeapWatch watch = new LeapWatch(clock, LoggedLines.into(lines), Duration.ofMillis(1))) {
      leaps(Duration.ZERO);
      assertEquals("nothing to tell", List.of(), lines);
      leaps(DAY);
      assertTold("warn", "CLOCK_LEAP", 1);
      leaps(DAY.negated());
      assertTold("info", "followed again", 2);
      leaps(DAY.negated());
      assertTold("warn", "CLOCK_LEAP", 3);
    }
  }

  private void assertTold(String level, String word, int lineCount) {
    assertEquals(lines.toString(), lineCount, lines.size());
    String last = lines.get(lineCount - 1);
    assertTrue(last, last.startsWith(level) && last.contains(word));
  }
}
