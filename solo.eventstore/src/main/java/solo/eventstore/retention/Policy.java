package solo.eventstore.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import solo.core.retention.Retention.Action;

/**
 * What the configuration says.
 *
 * @param maxAge zero for no limit
 * @param maxBytes 0 for no limit
 * @param archives absolute
 */
record Policy(Duration maxAge, long maxBytes, Action action, Path archives, Duration interval) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException with the key and what is expected
   */
  static Policy of(RetentionConfig config, Path data) {
    require(config.maxAgeDays() >= 0 && config.maxAgeDays() <= 36_500, "maxAgeDays is 0 to 36500");
    require(config.maxBytes() >= 0, "maxBytes is 0 or above");
    require(
        config.intervalMs() >= 100 && config.intervalMs() <= 86_400_000,
        "intervalMs is 100 to 86400000");
    require(!config.archiveDirectory().isBlank(), "archiveDirectory names a directory");
    Path archives = data.resolve(config.archiveDirectory().strip()).normalize();
    require(
        !archives.equals(data.normalize()) && !archives.startsWith(data.resolve("events")),
        "archiveDirectory is not the data directory itself nor in its events");
    return new Policy(
        Duration.ofDays(config.maxAgeDays()),
        config.maxBytes(),
        action(config.action()),
        archives,
        Duration.ofMillis(config.intervalMs()));
  }

  private static Action action(String text) {
    for (Action action : Action.values()) {
      if (word(action).equals(text.strip())) {
        return action;
      }
    }
    throw new IllegalArgumentException("action is archive or delete, not " + text);
  }

  /** As the configuration and the log say it. */
  static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing ever goes. */
  boolean keepsAll() {
    return maxAge.isZero() && maxBytes == 0;
  }

  /** In words. */
  String words() {
    if (keepsAll()) {
      return "no limit is configured: maxAgeDays and maxBytes are 0";
    }
    String age = maxAge.isZero() ? "" : "older than " + maxAge.toDays() + " days";
    String bytes = maxBytes == 0 ? "" : "more than " + maxBytes + " bytes";
    return age.isEmpty() || bytes.isEmpty() ? age + bytes : age + ", or " + bytes;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
