package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import solo.core.recovery.Suspects;
import solo.core.vault.Seal;

/** Waiting for secrets. */
public class SecretsWaitTest {
  private volatile Seal now = Seal.SEALED;
  private final ActedSeal seal = new ActedSeal(() -> now);
  private final SecretsWait wait =
      new SecretsWait(null, seal, new Messages().logger(), Duration.ofMillis(1));

  private static RecoveryPlan nothingWaits() {
    return RecoveryPlan.ofBoot(new Container().projection().current(), Suspects.NONE, Seal.SEALED);
  }

  /** Else a verify would pass over a missing service that names secrets. */
  @Test
  public void anUnsealForWhichNothingWaitedIsActedOn() {
    wait.acted(nothingWaits(), Seal.SEALED);
    now = Seal.OPEN;
    assertEquals(Seal.SEALED, seal.judged());
    assertFalse(wait.areWaitedFor());
    assertEquals(Seal.OPEN, seal.judged());
  }

  @Test
  public void beforeAPlanWasCarriedOutSomethingMayWait() {
    now = Seal.OPEN;
    assertTrue(wait.areWaitedFor());
    assertEquals("nobody has started it", Seal.SEALED, seal.judged());
  }

  @Test
  public void aStartThatThrowsIsTriedAgain() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    wait.unsealed();
    wait.startAfterUnseals(
        () -> {
          if (tries.incrementAndGet() < 3) {
            throw new IllegalStateException("the log cannot be written");
          }
          wait.unsealed();
        },
        () -> tries.get() > 3);
    assertEquals(4, tries.get());
  }
}
