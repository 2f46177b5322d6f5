package solo.core.capability;

/**
 * How often something may be asked: a bucket that holds {@code burst} requests and fills by {@code
 * perSecond} of them each second.
 *
 * @param perSecond requests a second; 0 in {@link #NONE} alone
 * @param burst requests at once; 0 in {@link #NONE} alone
 */
public record RateLimit(int perSecond, int burst) {
  /** As often as one likes. */
  public static final RateLimit NONE = new RateLimit(0, 0);

  /** The highest of both figures. */
  public static final int MAX = 1_000_000;

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException unless both are 1 to {@value #MAX}, or both 0
   */
  public RateLimit {
    boolean none = perSecond == 0 && burst == 0;
    boolean some = perSecond >= 1 && perSecond <= MAX && burst >= 1 && burst <= MAX;
    if (!none && !some) {
      throw new IllegalArgumentException(
          "a rate limit has 1 to %d requests a second and a burst of 1 to %d, not %d and %d"
              .formatted(MAX, MAX, perSecond, burst));
    }
  }

  /** Whether there is a limit at all. */
  public boolean limits() {
    return perSecond > 0;
  }
}
