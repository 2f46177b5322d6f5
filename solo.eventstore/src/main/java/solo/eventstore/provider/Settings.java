package solo.eventstore.provider;

import java.time.Duration;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.eventstore.clock.ClockLimits;
import solo.eventstore.journal.JournalOptions;

/** What the configuration says; what it must not say ends the process. */
final class Settings {
  private Settings() {}

  static ClockLimits limits(EventStoreConfig config, FatalExit fatal) {
    try {
      return new ClockLimits(
          Duration.ofMillis(config.clockLeapMs()), Duration.ofDays(config.clockStartLeapDays()));
    } catch (IllegalArgumentException e) {
      fatal.exit(ExitCode.BAD_CONFIGURATION, "solo.eventstore.cfg: " + e.getMessage());
      throw e;
    }
  }

  static JournalOptions options(EventStoreConfig config, FatalExit fatal) {
    JournalOptions defaults = JournalOptions.defaults();
    try {
      return defaults
          .withSegmentBytes(config.segmentSizeBytes())
          .withQueue(config.queueRecords(), config.queueBytes())
          .withWaits(Duration.ofMillis(config.sealDelayMs()), defaults.diskFullRetry());
    } catch (IllegalArgumentException e) {
      fatal.exit(ExitCode.BAD_CONFIGURATION, "solo.eventstore.cfg: " + e.getMessage());
      throw e;
    }
  }
}
