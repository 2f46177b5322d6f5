package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Test;

public class HealthTest {
  /** So long that all but a check that hangs answer. */
  private static final long PATIENT_MS = 30_000;

  /**
   * Each look at a check that hangs takes so long; {@link #handed} has the others answer before.
   */
  private static final long SHORT_MS = 2_000;

  private final CountDownLatch release = new CountDownLatch(1);
  private final Semaphore handed = new Semaphore(0);
  private Health health = new Health(PATIENT_MS, Health.daemons());

  @After
  public void stop() {
    release.countDown();
    health.stop();
  }

  private static Map.Entry<Map<String, Object>, HealthCheck> named(String name, HealthCheck check) {
    return Map.entry(Map.of(HealthCheck.NAME, name), check);
  }

  /** Who hands a check over goes on when it hangs or has answered, however slow the machine is. */
  private ExecutorService threads() {
    return new ThreadPoolExecutor(0, 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>()) {
      @Override
      public void execute(Runnable check) {
        super.execute(
            () -> {
              check.run();
              handed.release();
            });
        handed.acquireUninterruptibly();
      }
    };
  }

  @Test
  public void aHangingCheckIsAFindingAndHoldsOneThread() throws Exception {
    health = new Health(SHORT_MS, threads());
    AtomicInteger calls = new AtomicInteger();
    HealthCheck hanging =
        () -> {
          calls.incrementAndGet();
          handed.release();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Result(Result.Status.OK, "late");
        };
    HealthCheck bad = () -> new Result(Result.Status.CRITICAL, "broken");
    health.checks = List.of(named("slow", hanging), named("bad", bad));

    List<Finding> first = health.findings();
    List<Finding> second = health.findings();

    assertEquals(first, second);
    assertEquals(new Finding("bad", "CRITICAL", "broken"), first.get(0));
    assertEquals("slow", first.get(1).check());
    assertEquals("gave no answer within 2000 ms", first.get(1).message());
    assertEquals(1, calls.get());
  }

  @Test
  public void aCheckThatThrowsIsAFinding() throws Exception {
    health.checks =
        List.of(
            named(
                "odd",
                () -> {
                  throw new IllegalStateException("no store");
                }));

    Finding finding = health.findings().get(0);

    assertEquals("HEALTH_CHECK_ERROR", finding.status());
    assertTrue(finding.message().contains("no store"));
  }

  @Test
  public void aCheckIsAskedAnewEachTime() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    health.checks =
        List.of(named("x", () -> new Result(Result.Status.WARN, "" + calls.incrementAndGet())));

    assertEquals("1", health.findings().get(0).message());
    assertEquals("2", health.findings().get(0).message());
  }
}
