package solo.core.capability;

import java.time.Duration;
import java.util.Objects;

/** The caller asked too often; nothing was done. */
public final class RateLimitedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Names whose limit it is.
   *
   * @param retryAfter when the next request would pass, above 0
   */
  public RateLimitedException(String whose, Duration retryAfter) {
    super(
        "the rate limit of %s is used up: retry after %d ms"
            .formatted(whose, Math.max(1, retryAfter.toMillis())));
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
  }

  /** When the next request would pass. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
