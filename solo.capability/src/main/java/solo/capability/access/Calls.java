package solo.capability.access;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import solo.core.capability.RateLimitedException;

/**
 * Calls under way, so many for each token and so many in all: targets that hang hold threads for as
 * long as they like, and no more than these. Safe for use by many threads.
 */
final class Calls implements AutoCloseable {
  /** At once by one token. */
  static final int PER_TOKEN = 8;

  /** At once by all tokens. */
  static final int ALL = 128;

  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final Map<String, Semaphore> byToken = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  Calls() {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            ALL,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "solo-attenuated-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs it and waits for its end, or for that of the token. */
  Object call(Right right, Callable<Object> act) throws Throwable {
    String accessor = right.caller().name();
    Semaphore free = byToken.computeIfAbsent(accessor, a -> new Semaphore(PER_TOKEN));
    if (!free.tryAcquire()) {
      throw new RateLimitedException(
          "%s (%d calls under way)".formatted(right.caller().actor(), PER_TOKEN), RETRY_AFTER);
    }
    Call call = new Call(act, free::release);
    try {
      threads.execute(call);
    } catch (RejectedExecutionException e) {
      free.release();
      throw new RateLimitedException(
          "the container (%d calls by tokens under way)".formatted(ALL), RETRY_AFTER);
    }
    return call.await(right::lives);
  }

  /** Runs what may hang and for whose end nobody waits; false where there is no thread for it. */
  boolean begin(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Forgets tokens that nothing is open by, unless calls of theirs are under way. */
  void keepOnly(Set<String> accessors) {
    byToken
        .entrySet()
        .removeIf(
            entry ->
                !accessors.contains(entry.getKey())
                    && entry.getValue().availablePermits() == PER_TOKEN);
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
