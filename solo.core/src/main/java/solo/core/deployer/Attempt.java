package solo.core.deployer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A start or a stop, on a lane of its own: whoever asked for it waits only so long. Safe for use by
 * many threads.
 */
final class Attempt implements Runnable {

  /** What is tried. */
  interface Act {
    void run() throws Exception;
  }

  private static final Runnable NOTHING = () -> {};
  private static final Runnable ENDED = () -> {};

  private final Act act;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<Runnable> onEnd = new AtomicReference<>(NOTHING);
  private Thread lane;
  private boolean asked;
  private volatile Throwable thrown;

  Attempt(Act act) {
    this.act = act;
  }

  @Override
  public void run() {
    synchronized (this) {
      lane = Thread.currentThread();
      if (asked) {
        lane.interrupt();
      }
    }
    try {
      act.run();
    } catch (Throwable t) {
      // Also an Error of a bundle's own code, such as a missing class, is only its own failure.
      thrown = t;
    } finally {
      synchronized (this) {
        lane = null;
        Thread.interrupted();
      }
      end.countDown();
      onEnd.getAndSet(ENDED).run();
    }
  }

  /** Waits; says whether it has ended. An interrupt of the waiting thread is kept for later. */
  boolean await(long timeoutMs) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      while (true) {
        try {
          return end.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks its code to end, also where it has not begun; that may be ignored. */
  synchronized void interrupt() {
    asked = true;
    if (lane != null) {
      lane.interrupt();
    }
  }

  /** Whether it has returned or thrown. */
  boolean ended() {
    return end.getCount() == 0;
  }

  /** What it threw, null where it threw nothing or has not ended. */
  Throwable thrown() {
    return thrown;
  }

  /** Runs this once when it has ended, which may be now; for one caller. */
  void onEnd(Runnable next) {
    if (!onEnd.compareAndSet(NOTHING, next)) {
      next.run();
    }
  }
}
