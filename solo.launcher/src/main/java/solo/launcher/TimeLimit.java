package solo.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes what takes too long: a socket channel knows no time-out, and a stopped process waits. */
final class TimeLimit implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);

  /** Runs from now on, until this is closed. */
  TimeLimit(Closeable what, Duration limit) {
    Thread thread = new Thread(() -> expire(what, limit), "solo time limit");
    thread.setDaemon(true);
    thread.start();
  }

  private void expire(Closeable what, Duration limit) {
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        what.close();
      }
    } catch (InterruptedException | IOException e) {
      // Nobody is left to be freed.
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
