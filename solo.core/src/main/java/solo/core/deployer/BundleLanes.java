package solo.core.deployer;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that run the code of bundles. Each start or stop has one to itself, so that one that
 * hangs holds nobody up; one that returned is used again.
 */
final class BundleLanes {
  private static final long IDLE_SECONDS = 30;

  private final Duration grace;
  private final ThreadPoolExecutor lanes;

  /** After the interrupt, code that obeys it gets the grace to come back. */
  BundleLanes(Duration grace) {
    this.grace = grace;
    AtomicInteger number = new AtomicInteger();
    lanes =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            run -> daemon(run, "solo-lane-" + number.incrementAndGet()));
  }

  /** A thread that inherits nothing of Solo's and does not keep the process up. */
  static Thread daemon(Runnable run, String name) {
    Thread thread = new Thread(null, run, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    return thread;
  }

  /**
   * Runs the act, waits for its end, interrupts it after the time-out. Returns also when it goes on
   * after that: then it has not ended.
   *
   * @return the attempt, with whether it {@link Attempt#ended} and what it threw
   */
  Timed run(long timeoutMs, Attempt.Act act) {
    Attempt attempt = new Attempt(act);
    lanes.execute(attempt);
    boolean inTime = attempt.await(timeoutMs);
    if (!inTime) {
      attempt.interrupt();
      attempt.await(grace.toMillis());
    }
    return new Timed(attempt, inTime);
  }

  /**
   * An attempt and whether it ended within its time-out.
   *
   * @param inTime false also where it ended after the interrupt
   */
  record Timed(Attempt attempt, boolean inTime) {}

  /** How much longer than its time-out a {@link #run} may take. */
  Duration grace() {
    return grace;
  }

  /** Takes nothing more; what runs goes on. */
  void close() {
    lanes.shutdown();
  }
}
