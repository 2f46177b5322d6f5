package solo.core.verify;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a verify found, and what it mended.
 *
 * @param at when it ended
 * @param eventId of the log's last event that it looked at
 * @param expected how many services should run
 * @param running how many of those run as logged
 * @param busy how many were left out, since a deploy or a kill of them was under way all the time
 * @param findings those that are there at its end, the worst first; those that were mended are not
 *     among them
 * @param repairs what was tried to mend, in order; empty for a dry run
 */
public record VerificationReport(
    Depth depth,
    Instant at,
    long durationMs,
    long eventId,
    int expected,
    int running,
    int busy,
    List<Finding> findings,
    List<Repair> repairs) {

  /** As a whole. */
  public enum Status {
    /** Nothing was found. */
    OK,
    /** Nothing that runs is wrong, yet something is. */
    WARNING,
    /** What runs is not what was logged, or that cannot be told. */
    ERROR
  }

  /**
   * A mending that was tried.
   *
   * @param finding as it was before
   * @param done whether it worked
   * @param after how it is now; where it did not work, why
   * @param eventId its {@code inconsistency_fixed} event, 0 where it did not work, or the log could
   *     not be told, as {@code after} says then
   */
  public record Repair(Finding finding, boolean done, String after, long eventId) {}

  /** Copies the lists. */
  public VerificationReport {
    Objects.requireNonNull(depth, "depth");
    Objects.requireNonNull(at, "at");
    findings = List.copyOf(findings);
    repairs = List.copyOf(repairs);
  }

  /** Follows from the findings; one that an operator accepted is worth a warning at most. */
  public Status status() {
    boolean error =
        findings.stream().anyMatch(f -> f.acceptedBy() == 0 && f.severity() != Severity.WARNING);
    return error ? Status.ERROR : findings.isEmpty() ? Status.OK : Status.WARNING;
  }

  /** How many were mended. */
  public int fixed() {
    return (int) repairs.stream().filter(Repair::done).count();
  }
}
