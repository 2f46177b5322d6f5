package solo.shell.provider;

import java.util.List;
import java.util.function.Predicate;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.recovery.RecoveryReport.Status;
import solo.core.tenant.ServiceKey;

/** The report of a recovery as if there were some of its services only. */
final class RecoveryPart {
  private final List<Line> lines;

  private RecoveryPart(List<Line> lines) {
    this.lines = lines;
  }

  static RecoveryReport of(RecoveryReport report, Predicate<ServiceKey> seen) {
    return new RecoveryPart(
            report.services().stream().filter(line -> seen.test(line.key())).toList())
        .report(report);
  }

  private RecoveryReport report(RecoveryReport whole) {
    return new RecoveryReport(
        status(),
        whole.startedAt(),
        whole.endedAt(),
        lines.size(),
        count(Outcome.RECOVERED),
        count(Outcome.SKIPPED),
        count(Outcome.FAILED),
        count(Outcome.ALREADY_RUNNING),
        count(Outcome.WAITING),
        count(Outcome.QUARANTINED),
        lines);
  }

  private Status status() {
    int up = count(Outcome.RECOVERED) + count(Outcome.ALREADY_RUNNING) + count(Outcome.WAITING);
    if (count(Outcome.FAILED) > 0 && up == 0) {
      return Status.FAILED;
    }
    return count(Outcome.FAILED) + count(Outcome.QUARANTINED) > 0 ? Status.PARTIAL : Status.OK;
  }

  private int count(Outcome outcome) {
    return (int) lines.stream().filter(line -> line.outcome() == outcome).count();
  }
}
