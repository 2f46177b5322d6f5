package solo.recovery.verify;

import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;

/**
 * The thread that verifies on a schedule: a quick verify in each interval, and the steps of the
 * deep one between them, with pauses.
 */
final class Patrol {
  private static final long END_WITHIN_MS = 2_000;

  /** What is done on the way. */
  interface Work {
    /** One quick verify. */
    void quick() throws InterruptedException;

    /** One step of the deep verify, and what follows from the last step of a round. */
    void deepStep() throws InterruptedException;
  }

  private final long quickIntervalMs;
  private final int pacePercent;
  private final DeepSchedule deep;
  private final Work work;
  private final Logger log;
  private final Thread thread = new Thread(this::walk, "solo-verifier");
  private boolean soon;
  private boolean ended;

  Patrol(VerifyConfig config, DeepSchedule deep, Work work, Logger log) {
    quickIntervalMs = config.quickIntervalMs();
    pacePercent = config.deepPacePercent();
    this.deep = deep;
    this.work = work;
    this.log = log;
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param soon whether with a quick verify; else with one after an interval
   */
  void start(boolean soon) {
    this.soon = soon;
    thread.start();
  }

  void end() throws InterruptedException {
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    thread.interrupt();
    if (thread.isAlive()) {
      thread.join(END_WITHIN_MS);
    }
    if (thread.isAlive()) {
      log.warn("the verify on a schedule has not ended within {} ms", END_WITHIN_MS);
    }
  }

  private void walk() {
    try (DeepSchedule closing = deep) {
      deep.open();
      rounds();
      deep.save();
    } catch (RuntimeException e) {
      log.error("nothing is verified on a schedule any more", e);
    }
  }

  private void rounds() {
    long due = now() + (soon ? 0 : quickIntervalMs);
    boolean deepMay = false;
    while (!isEnded()) {
      try {
        if (now() >= due) {
          due = now() + quickIntervalMs;
          deepMay = true;
          work.quick();
        } else if (deepMay && deep.waitMs() == 0) {
          long begin = System.nanoTime();
          work.deepStep();
          pause(Math.min(due - now(), rest(System.nanoTime() - begin)));
        } else {
          pause(deepMay ? Math.min(due - now(), deep.waitMs()) : due - now());
        }
      } catch (InterruptedException | Stopped e) {
        // Only the end of the container does either.
        return;
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        log.error("a verify failed", e);
        deepMay = false;
      }
    }
  }

  /** What keeps the work within its share of the time. */
  private long rest(long workedNanos) {
    return TimeUnit.NANOSECONDS.toMillis(workedNanos * (100 - pacePercent) / pacePercent);
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  private synchronized void pause(long ms) throws InterruptedException {
    if (ms > 0 && !ended) {
      wait(ms);
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
