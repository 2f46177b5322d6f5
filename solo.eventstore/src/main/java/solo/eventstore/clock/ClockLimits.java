package solo.eventstore.clock;

import java.time.Duration;

/**
 * What counts as a leap.
 *
 * @param running by how much the machine's clock may differ from the time as it would have gone on
 * @param start by how much it may be ahead of the last event at start
 */
public record ClockLimits(Duration running, Duration start) {
  /** An hour, and 30 days at start. */
  public static final ClockLimits DEFAULT =
      new ClockLimits(Duration.ofHours(1), Duration.ofDays(30));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException when one is not above 0
   */
  public ClockLimits {
    if (running.compareTo(Duration.ZERO) <= 0 || start.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "a clock's limits are above 0, not %s and %s".formatted(running, start));
    }
  }
}
