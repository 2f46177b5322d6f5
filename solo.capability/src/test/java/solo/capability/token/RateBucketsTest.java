package solo.capability.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import solo.core.capability.RateLimit;
import solo.core.capability.RateLimitedException;

public class RateBucketsTest {
  private static final RateLimit TEN_AND_THREE = new RateLimit(10, 3);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final RateBuckets buckets = new RateBuckets(nanos::get);

  @Test
  public void aBurstPassesAndThenOneATime() {
    LiveToken token = token("one", TEN_AND_THREE, null);
    use(token);
    use(token);
    use(token);
    assertEquals(Duration.ofMillis(100), refused(token));
    forward(99);
    assertEquals(Duration.ofMillis(1), refused(token));
    forward(1);
    use(token);
    refused(token);
  }

  /** The monotonic clock goes over its highest number within this. */
  @Test
  public void anIdleBucketFillsToTheBurstAndNoFurther() {
    LiveToken token = token("one", TEN_AND_THREE, null);
    use(token);
    forward(3_600_000);
    use(token);
    use(token);
    use(token);
    refused(token);
  }

  @Test
  public void aDelegationUsesItsParentsBucketToo() {
    LiveToken parent = token("parent", TEN_AND_THREE, null);
    LiveToken first = token("first", TEN_AND_THREE, parent);
    LiveToken second = token("second", TEN_AND_THREE, parent);
    use(first);
    use(first);
    use(second);
    refused(second);
  }

  @Test
  public void aTenantsTokensShareItsBucket() {
    RateLimit one = new RateLimit(1, 1);
    buckets.use(token("one", RateLimit.NONE, null), "a", one);
    LiveToken other = token("other", RateLimit.NONE, null);
    RateLimitedException e =
        assertThrows(RateLimitedException.class, () -> buckets.use(other, "a", one));
    assertEquals(Duration.ofSeconds(1), e.retryAfter());
    assertTrue(e.getMessage(), e.getMessage().contains("tenant a"));
    buckets.use(other, "b", one);
  }

  @Test
  public void whatHasNoLimitIsNotRemembered() {
    LiveToken token = token("one", RateLimit.NONE, null);
    for (int i = 0; i < 1000; i++) {
      use(token);
    }
    assertEquals(0, buckets.size());
  }

  @Test
  public void fullBucketsAreForgottenWhenThereAreMany() {
    for (int i = 0; i < 10_001; i++) {
      use(token("t" + i, TEN_AND_THREE, null));
    }
    forward(10_000);
    use(token("last", TEN_AND_THREE, null));
    assertEquals(1, buckets.size());
  }

  private void use(LiveToken token) {
    buckets.use(token, "a", RateLimit.NONE);
  }

  private Duration refused(LiveToken token) {
    return assertThrows(RateLimitedException.class, () -> use(token)).retryAfter();
  }

  private void forward(long ms) {
    nanos.addAndGet(ms * 1_000_000);
  }

  private static LiveToken token(String accessor, RateLimit rate, LiveToken parent) {
    StoredToken stored = Samples.token(accessor, 1).rate(rate).below(parent).stored();
    return new LiveToken(stored, parent, Terms.of(stored));
  }
}
