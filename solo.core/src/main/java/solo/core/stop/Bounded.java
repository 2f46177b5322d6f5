package solo.core.stop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a thread of its own, which is waited for so long and no longer. Where it does not end it
 * goes on unheeded; it is not interrupted, since it may be writing.
 */
final class Bounded<T> {
  private final FutureTask<T> task;

  private Bounded(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins it. */
  static <T> Bounded<T> begin(String what, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "solo-stop: " + what);
    thread.setDaemon(true);
    thread.start();
    return new Bounded<>(task);
  }

  /** Begins it and waits for it. */
  static <T> T run(String what, Duration limit, Callable<T> work) throws Exception {
    return begin(what, work).await(limit);
  }

  /**
   * Waits through interrupts: a stop that is interrupted is still a stop. The interrupt is kept.
   *
   * @throws TimeoutException when it takes longer
   * @throws Exception what the work throws
   */
  T await(Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      throw new TimeoutException("it had not ended when its time was over");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits, and leaves it to a later wait to tell how it ended. */
  void awaitQuietly(Duration limit) {
    try {
      await(limit);
    } catch (Exception e) {
      // Told when it is waited for again.
    }
  }
}
