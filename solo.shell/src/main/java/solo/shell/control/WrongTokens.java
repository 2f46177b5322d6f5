package solo.shell.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many wrong tokens each user has shown lately. A token cannot be guessed; this keeps those who
 * try from filling the log and the processor. Who has shown too many waits, with a right one as
 * well: so the wait tells nothing of a token.
 */
final class WrongTokens {
  /** So many may be wrong at once. */
  static final int BURST = 5;

  /** So long until one more may. */
  static final Duration EACH = Duration.ofSeconds(2);

  /** Users that are remembered; more than connect to one machine. */
  private static final int USERS = 1_000;

  private final LongSupplier nanoTime;

  /** Until when each user's wrong ones count, in the manner of a leaky bucket. */
  private final Map<String, Long> until = new HashMap<>();

  WrongTokens(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long the user has to wait, 0 for not at all. */
  synchronized long waitMs(String user) {
    long full = EACH.multipliedBy(BURST).toNanos();
    long over = level(user) - full + EACH.toNanos();
    return over <= 0 ? 0 : Math.max(1, Duration.ofNanos(over).toMillis());
  }

  /** One more was wrong. */
  synchronized void count(String user) {
    long now = nanoTime.getAsLong();
    if (until.size() >= USERS) {
      until.values().removeIf(end -> end - now <= 0);
    }
    until.put(user, now + level(user) + EACH.toNanos());
  }

  private long level(String user) {
    Long end = until.get(user);
    return end == null ? 0 : Math.max(0, end - nanoTime.getAsLong());
  }
}
