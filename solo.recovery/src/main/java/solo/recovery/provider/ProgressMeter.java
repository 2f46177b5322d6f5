package solo.recovery.provider;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.log.Logger;
import solo.core.recovery.Replayer.Progress;

/** How far a recovery is; one that takes longer than a second is told once a second. */
final class ProgressMeter {
  private final Logger log;
  private final long intervalMs;
  private final AtomicInteger done = new AtomicInteger();
  private volatile int planned;
  private volatile boolean ready;

  ProgressMeter(Logger log, long intervalMs) {
    this.log = log;
    this.intervalMs = intervalMs;
  }

  Progress progress() {
    return new Progress(ready, planned, done.get());
  }

  void ready() {
    ready = true;
  }

  void oneDone() {
    done.incrementAndGet();
  }

  /** Begins to count; to be closed by the caller, which ends the telling. */
  Telling begin(int orders) {
    done.set(0);
    planned = orders;
    Telling telling = new Telling();
    if (orders > 0) {
      Thread thread = new Thread(telling::tell, "solo-replayer-progress");
      thread.setDaemon(true);
      thread.start();
    }
    return telling;
  }

  /** Tells until it is closed. */
  final class Telling implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    private void tell() {
      try {
        while (!end.await(intervalMs, TimeUnit.MILLISECONDS)) {
          log.info("recovering {} of {}", done.get(), planned);
        }
      } catch (InterruptedException e) {
        log.debug("the telling of progress was interrupted");
      }
    }

    @Override
    public void close() {
      end.countDown();
    }
  }
}
