package solo.core.stop;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import solo.core.event.EventStoreException;
import solo.core.lifecycle.ExitCode;

/** The steps of a stop: what fails or runs out of time is kept, and the next one runs. */
final class Steps {
  private final Logger log;
  private ExitCode code = ExitCode.OK;
  private String failure = "";

  Steps(Logger log) {
    this.log = log;
  }

  /** {@code OK} where nothing failed so far. */
  ExitCode code() {
    return code;
  }

  /** The first step that failed and why, empty where none did. */
  String failure() {
    return failure;
  }

  /** Runs a step within the limit. */
  void run(String name, Duration limit, Callable<?> step) {
    call(name, limit, null, step);
  }

  /** The result of a step, or the other value where it fails. */
  <T> T call(String name, Duration limit, T otherwise, Callable<? extends T> step) {
    return await(name, limit, otherwise, Bounded.begin(name, step));
  }

  /** The result of a step that has begun, or the other value where it fails. */
  <T> T await(String name, Duration limit, T otherwise, Bounded<? extends T> step) {
    try {
      return step.await(limit);
    } catch (Exception e) {
      failed(name, e);
      return otherwise;
    }
  }

  /** Waits for what a promise resolves with, and throws what it fails with. */
  static <T> T resolve(Promise<T> promise) throws Exception {
    Throwable failed = promise.getFailure();
    if (failed != null) {
      throw failed instanceof Exception e ? e : new IOException(failed);
    }
    return promise.getValue();
  }

  private void failed(String name, Exception e) {
    log.error("stop: '{}' failed", name, e);
    if (failure.isEmpty()) {
      failure = name + ": " + e;
    }
    if (code != ExitCode.IO_FAILURE) {
      code = isDisk(e) ? ExitCode.IO_FAILURE : ExitCode.STOP_FAILED;
    }
  }

  /** Whether it failed for want of space alone. */
  static boolean isFull(Throwable e) {
    return e instanceof EventStoreException store
        ? store.why() == EventStoreException.Cause.DISK_FULL
        : String.valueOf(e.getMessage()).contains("No space left");
  }

  private static boolean isDisk(Throwable e) {
    return e instanceof EventStoreException store
        && store.why() == EventStoreException.Cause.IO_FAILURE;
  }
}
