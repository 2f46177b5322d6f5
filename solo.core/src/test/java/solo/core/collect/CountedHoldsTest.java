package solo.core.collect;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import solo.core.retention.FileHolds.Hold;

public class CountedHoldsTest {
  private final CountedHolds holds = new CountedHolds();

  @Test
  public void whileAnyoneHoldsNobodyRemoves() throws Exception {
    Hold one = holds.hold("one");
    Hold two = holds.hold("two");
    one.close();
    one.close();
    assertFalse(holds.tryRemove("tidy", Duration.ZERO).isPresent());
    assertEquals(List.of("two"), holds.held());
    two.close();
    assertTrue(holds.tryRemove("tidy", Duration.ZERO).isPresent());
  }

  @Test(timeout = 30_000)
  public void whoeverRemovesWaitsForTheEndOfWhatIsUnderWay() throws Exception {
    Hold hold = holds.hold("a look");
    Hold removing = removes(hold);
    assertEquals(List.of("tidy"), holds.held());
    removes(removing).close();
    assertEquals(List.of(), holds.held());
  }

  private Hold removes(Hold before) throws Exception {
    CompletableFuture<Hold> waiting = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                waiting.complete(holds.tryRemove("tidy", Duration.ofMinutes(1)).orElseThrow());
              } catch (InterruptedException | RuntimeException e) {
                waiting.completeExceptionally(e);
              }
            });
    other.start();
    while (other.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    before.close();
    return waiting.get();
  }

  @Test(timeout = 30_000)
  public void aHoldWaitsForTheEndOfARemoval() throws Exception {
    Hold removing = holds.tryRemove("tidy", Duration.ZERO).orElseThrow();
    assertFalse(holds.tryRemove("again", Duration.ofMillis(1)).isPresent());
    CompletableFuture<Hold> waiting = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                waiting.complete(holds.hold("backup"));
              } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
              }
            });
    other.start();
    while (other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("tidy"), holds.held());
    removing.close();
    waiting.get(10, TimeUnit.SECONDS);
    assertEquals(List.of("backup"), holds.held());
  }
}
