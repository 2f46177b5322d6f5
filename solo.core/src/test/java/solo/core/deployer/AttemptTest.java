package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class AttemptTest {

  @Test
  public void whatIsInterruptedBeforeItBeginsIsSoWhenItBegins() throws Exception {
    Attempt attempt = new Attempt(new CountDownLatch(1)::await);
    attempt.interrupt();
    Thread lane = new Thread(attempt);
    lane.setDaemon(true);
    lane.start();
    lane.join(30_000);
    assertTrue(attempt.ended());
    assertEquals(InterruptedException.class, attempt.thrown().getClass());
  }

  @Test
  public void anInterruptIsForTheAttemptAndNotForTheLane() {
    Attempt attempt = new Attempt(() -> {});
    attempt.interrupt();
    attempt.run();
    assertFalse(Thread.currentThread().isInterrupted());
    attempt.interrupt();
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  public void theEndIsToldOnceWheneverItIsAskedFor() {
    AtomicInteger told = new AtomicInteger();
    Attempt before = new Attempt(() -> {});
    before.onEnd(told::incrementAndGet);
    before.run();
    assertEquals(1, told.get());
    Attempt after = new Attempt(() -> {});
    after.run();
    after.onEnd(told::incrementAndGet);
    assertEquals(2, told.get());
  }
}
