package solo.capability.token;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import solo.core.capability.RateLimit;
import solo.core.capability.RateLimitedException;

/**
 * How often tokens and tenants were used lately. A use counts for the token, for all it was
 * delegated from, and for the tenant, in this order: what the first refuses costs the later ones
 * nothing. Only what has a limit has a bucket, and a full one is forgotten when there are many.
 * Safe for use by many threads.
 */
public final class RateBuckets {
  private static final int MANY = 10_000;
  private static final long PAUSE = 1_000_000_000L;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final long begin;
  private volatile long forgottenAt;

  /** With a monotonic clock such as {@link System#nanoTime}. */
  public RateBuckets(LongSupplier nanos) {
    this.nanos = nanos;
    begin = nanos.getAsLong();
  }

  /**
   * Counts a use.
   *
   * @param tenant where it is used, and its limit
   * @throws RateLimitedException when it is one too many
   */
  public void use(LiveToken token, String tenant, RateLimit tenantLimit) {
    for (LiveToken each = token; each != null; each = each.parent()) {
      take("token ", each.accessor(), each.rate());
    }
    take("tenant ", tenant, tenantLimit);
  }

  private void take(String what, String name, RateLimit limit) {
    if (limit.limits()) {
      take(what + name, limit);
    }
  }

  private void take(String whose, RateLimit limit) {
    long now = nanos.getAsLong() - begin;
    forgetFull(now);
    long wait = buckets.computeIfAbsent(whose, w -> new Bucket()).take(limit, now);
    if (wait > 0) {
      throw new RateLimitedException(whose, Duration.ofNanos(wait));
    }
  }

  private void forgetFull(long now) {
    if (buckets.size() > MANY && now - forgottenAt > PAUSE) {
      forgottenAt = now;
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
  }

  /** How many are remembered. */
  int size() {
    return buckets.size();
  }
}
