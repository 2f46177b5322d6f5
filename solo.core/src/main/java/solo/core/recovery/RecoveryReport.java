package solo.core.recovery;

import java.time.Instant;
import java.util.List;
import solo.core.tenant.ServiceKey;

/**
 * What a recovery did. The counts add up to {@code planned}.
 *
 * @param planned how many services the log knows as deployed once
 * @param skipped how many of them have a kill as their last acknowledged change
 * @param services those that were not skipped, then up to {@value #MAX_SKIPPED} skipped, by key
 */
public record RecoveryReport(
    Status status,
    Instant startedAt,
    Instant endedAt,
    int planned,
    int recovered,
    int skipped,
    int failed,
    int alreadyRunning,
    int waiting,
    int quarantined,
    List<Line> services) {

  /** So many skipped services are listed. */
  public static final int MAX_SKIPPED = 1000;

  /** How it went as a whole. */
  public enum Status {
    /** Everything that should run runs or waits. */
    OK,
    /** Some of it failed, or something is quarantined; the rest is up. */
    PARTIAL,
    /** Something failed and nothing else is up, or no plan could be made. */
    FAILED
  }

  /** How it went for one service. */
  public enum Outcome {
    /** Started. */
    RECOVERED,
    /** Ran already. */
    ALREADY_RUNNING,
    /** Should run and does not. */
    FAILED,
    /** Was killed. */
    SKIPPED,
    /** Waits for something. */
    WAITING,
    /** Is quarantined. */
    QUARANTINED
  }

  /**
   * One service.
   *
   * @param reason empty where there is nothing to say
   * @param originalEventId the deploy event, or the kill or quarantine that keeps it down
   */
  public record Line(
      ServiceKey key, Outcome outcome, String reason, long originalEventId, long durationMs) {}

  /** Copies the list. */
  public RecoveryReport {
    services = List.copyOf(services);
  }
}
