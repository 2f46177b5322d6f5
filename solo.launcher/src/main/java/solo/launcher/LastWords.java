package solo.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a process says and tidies up at its end, waited for only so long: whoever reads its output
 * may have stopped to read, such as a pager or a held terminal, and a disk may hang. Neither keeps
 * the process from ending.
 */
final class LastWords {
  private static final long LIMIT_MS = 500;

  private LastWords() {}

  /** Returns when it is done, or goes on without it. An interrupt ends no wait and is kept. */
  static void run(Runnable act) {
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                act.run();
              } finally {
                done.countDown();
              }
            },
            "solo last words");
    thread.setDaemon(true);
    thread.start();
    await(done);
  }

  private static void await(CountDownLatch done) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
    boolean interrupted = false;
    while (true) {
      try {
        done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
