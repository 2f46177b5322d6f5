package solo.capability.token;

import java.util.concurrent.atomic.AtomicLong;
import solo.core.capability.RateLimit;

/**
 * A bucket of requests in one number: the time at which it would be full again, in nanoseconds (the
 * generic cell rate algorithm). Safe for use by many threads, without a lock.
 */
final class Bucket {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * Takes one request out.
   *
   * @param now of a monotonic clock that begins near 0
   * @return 0 where there was one, else after how many nanoseconds there will be one
   */
  long take(RateLimit limit, long now) {
    long each = SECOND / limit.perSecond();
    long room = each * (limit.burst() - 1);
    while (true) {
      long before = fullAt.get();
      long from = Math.max(before, now);
      if (from - now > room) {
        return from - now - room;
      }
      if (fullAt.compareAndSet(before, from + each)) {
        return 0;
      }
    }
  }

  /** Whether nothing is lost by forgetting it. */
  boolean isFull(long now) {
    return fullAt.get() <= now;
  }
}
