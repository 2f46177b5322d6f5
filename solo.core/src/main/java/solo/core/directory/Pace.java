package solo.core.directory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When the next round begins: after the interval, or soon after a hint; many hints make one round.
 */
final class Pace {
  /** Hints that come faster than this are taken together. */
  static final long GATHER_MS = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hinted = lock.newCondition();
  private boolean hint;

  /** Makes the next round come soon. */
  void hint() {
    lock.lock();
    try {
      hint = true;
      hinted.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when it is time for the next round, at the latest after so long. */
  void await(long atMostMs) throws InterruptedException {
    Thread.sleep(Math.min(GATHER_MS, atMostMs));
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(atMostMs - GATHER_MS);
      while (!hint && left > 0) {
        left = hinted.awaitNanos(left);
      }
      hint = false;
    } finally {
      lock.unlock();
    }
  }
}
