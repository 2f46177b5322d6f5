package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Payload;

public class DenialsTest {
  private static final long SECOND = 1_000_000_000L;

  private final MemoryLog events = new MemoryLog();
  private final AtomicLong nanos = new AtomicLong();
  private final Denials denials = new Denials(events, Runnable::run, nanos::get, 3);

  @Test
  public void soManyAlikeASecondAreWrittenAndTheOthersCounted() {
    denied(Denial.UNKNOWN, 10);
    assertEquals(List.of(0L, 0L, 0L), suppressed());
    nanos.addAndGet(SECOND);
    denied(Denial.UNKNOWN, 1);
    assertEquals(List.of(0L, 0L, 0L, 7L), suppressed());
  }

  @Test
  public void whatIsNotAlikeHasALimitOfItsOwn() {
    denied(Denial.UNKNOWN, 10);
    denied(Denial.MALFORMED, 10);
    assertEquals(6, suppressed().size());
  }

  @Test
  public void theRestIsToldWhenNothingFollows() {
    denied(Denial.UNKNOWN, 10);
    denials.rest();
    denials.rest();
    assertEquals(List.of(0L, 0L, 0L, 6L), suppressed());
  }

  @Test
  public void aFullLogHarmsNoCallerAndLosesNoCount() {
    events.refuse(payload -> true);
    denied(Denial.UNKNOWN, 10);
    events.refuse(payload -> false);
    denials.rest();
    assertEquals(List.of(9L), suppressed());
  }

  @Test
  public void aWriterThatHangsHarmsNoCallerAndLosesNoCount() {
    List<Runnable> waiting = new ArrayList<>();
    Denials slow = new Denials(events, waiting::add, nanos::get, 1000);
    for (int i = 0; i < 1000; i++) {
      slow.denied(denial(Denial.UNKNOWN));
    }
    assertTrue("" + waiting.size(), waiting.size() <= 500);
    waiting.forEach(Runnable::run);
    assertEquals(1000, suppressed().stream().mapToLong(more -> 1 + more).sum());
  }

  @Test
  public void aWriterThatIsClosedHarmsNoCaller() {
    Denials closed =
        new Denials(
            events,
            work -> {
              throw new RejectedExecutionException("closed");
            },
            nanos::get,
            1000);
    closed.denied(denial(Denial.UNKNOWN));
    assertEquals(List.of(), suppressed());
  }

  private void denied(String why, int times) {
    for (int i = 0; i < times; i++) {
      denials.denied(denial(why));
    }
  }

  private static Denial denial(String why) {
    return new Denial(null, why, "a", Permission.READ, Resource.ALL);
  }

  private List<Long> suppressed() {
    return events.payloads(Payload.CapabilityDenied.class).stream()
        .map(Payload.CapabilityDenied::suppressed)
        .toList();
  }
}
