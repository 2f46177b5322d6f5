package solo.eventstore.retention;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;
import solo.core.retention.Retention.Action;
import solo.eventstore.journal.Removal.Full;

public class BoundaryTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  @Test
  public void ofWhatIsJustAtTheLimitNothingGoesAndItIsSaid() {
    Boundary none = boundary(300, full(1), full(2));
    assertEquals(0, none.through());
    assertEquals("the limit is not reached: more than 300 bytes", none.why());
  }

  @Test
  public void whatIsOverTheLimitGoes() {
    Boundary one = boundary(299, full(1), full(2));
    assertEquals(10, one.through());
    assertEquals("more than 299 bytes", one.why());
    assertEquals("only the segment that is written stays", boundary(50, full(1), full(2)).why());
  }

  @Test
  public void theSegmentThatIsWrittenStaysHoweverLargeItIs() {
    Boundary none = boundary(50);
    assertEquals(0, none.through());
    assertEquals("there is only the segment that is written", none.why());
  }

  /** Each has 100 bytes and 10 events, the one that is written too. */
  private static Boundary boundary(long maxBytes, Full... full) {
    Policy policy =
        new Policy(
            Duration.ZERO, maxBytes, Action.DELETE, Path.of("/archive"), Duration.ofMinutes(1));
    return Boundary.of(policy, List.of(full), 100 * (full.length + 1), NOW, one -> NOW);
  }

  private static Full full(long number) {
    return new Full(number, number * 10 - 9, number * 10, 100, true, Path.of(number + ".log"));
  }
}
