package solo.shell.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** Ends what a client lets wait for too long; one thread for all. */
final class Deadlines implements Closeable {
  private final Patience patience;
  private final ScheduledThreadPoolExecutor timer;

  Deadlines(Patience patience) {
    this.patience = patience;
    // Discards what comes after the end: then all is being closed anyway.
    timer = new ScheduledThreadPoolExecutor(1, Deadlines::daemon, new DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "solo control deadlines");
    thread.setDaemon(true);
    return thread;
  }

  Patience patience() {
    return patience;
  }

  Duration limit() {
    return patience.silence();
  }

  /** Does it when the limit is over, unless it is cancelled before. */
  Future<?> after(Runnable act) {
    return timer.schedule(act, limit().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes it when the limit is over, unless that is cancelled before. */
  Future<?> closing(Closeable what) {
    return after(
        () -> {
          try {
            what.close();
          } catch (IOException e) {
            // Closed is what it should be.
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
