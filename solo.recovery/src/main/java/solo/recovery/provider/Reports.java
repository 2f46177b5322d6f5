package solo.recovery.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.recovery.RecoveryReport.Status;
import solo.core.tenant.ServiceKey;

/** Reports from lines, and their form in the log. Pure. */
final class Reports {

  /** So many lines go into the event; those that were simply recovered have an event each. */
  static final int MAX_EVENT_LINES = 1_000;

  /** So much of a reason goes into the event's line, which keeps it below the limit of a record. */
  static final int MAX_REASON = 200;

  private Reports() {}

  /** The report of all lines, in any order; the status follows from the counts. */
  static RecoveryReport of(Instant startedAt, Instant endedAt, List<Line> lines) {
    Map<Outcome, Integer> counts = count(lines);
    return new RecoveryReport(
        status(counts),
        startedAt,
        endedAt,
        lines.size(),
        counts.get(Outcome.RECOVERED),
        counts.get(Outcome.SKIPPED),
        counts.get(Outcome.FAILED),
        counts.get(Outcome.ALREADY_RUNNING),
        counts.get(Outcome.WAITING),
        counts.get(Outcome.QUARANTINED),
        listed(lines));
  }

  /** The report of a recovery that could not even be planned. */
  static RecoveryReport ofFault(Instant startedAt) {
    return new RecoveryReport(Status.FAILED, startedAt, startedAt, 0, 0, 0, 0, 0, 0, 0, List.of());
  }

  private static Map<Outcome, Integer> count(List<Line> lines) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    lines.forEach(line -> counts.merge(line.outcome(), 1, Integer::sum));
    return counts;
  }

  private static Status status(Map<Outcome, Integer> counts) {
    int runs = counts.get(Outcome.RECOVERED) + counts.get(Outcome.ALREADY_RUNNING);
    int down = counts.get(Outcome.FAILED) + counts.get(Outcome.QUARANTINED);
    boolean allFailed = runs + counts.get(Outcome.WAITING) == 0 && counts.get(Outcome.FAILED) > 0;
    return down == 0 ? Status.OK : allFailed ? Status.FAILED : Status.PARTIAL;
  }

  private static List<Line> listed(List<Line> lines) {
    List<Line> listed = new ArrayList<>();
    List<Line> skipped = new ArrayList<>();
    for (Line line : lines) {
      (line.outcome() == Outcome.SKIPPED ? skipped : listed).add(line);
    }
    Comparator<Line> byKey = Comparator.comparing(Line::key);
    listed.sort(byKey);
    skipped.sort(byKey);
    listed.addAll(skipped.subList(0, Math.min(skipped.size(), RecoveryReport.MAX_SKIPPED)));
    return listed;
  }

  /** As the log keeps it: without those that were simply recovered. */
  static Payload.RecoveryCompleted toPayload(RecoveryReport report) {
    List<Payload.RecoveryCompleted.Line> lines =
        report.services().stream()
            .filter(line -> line.outcome() != Outcome.RECOVERED)
            .limit(MAX_EVENT_LINES)
            .map(Reports::toPayload)
            .toList();
    return new Payload.RecoveryCompleted(
        report.status().name(),
        report.startedAt().toEpochMilli(),
        Duration.between(report.startedAt(), report.endedAt()).toMillis(),
        report.recovered(),
        report.skipped(),
        report.failed(),
        report.alreadyRunning(),
        report.waiting(),
        report.quarantined(),
        lines);
  }

  private static Payload.RecoveryCompleted.Line toPayload(Line line) {
    String reason = line.reason();
    return new Payload.RecoveryCompleted.Line(
        line.key().toString(),
        line.outcome().name(),
        reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON),
        line.originalEventId(),
        line.durationMs());
  }

  /**
   * Back from the log.
   *
   * @param recovered the lines of those that were simply recovered
   */
  static RecoveryReport fromPayload(Payload.RecoveryCompleted payload, List<Line> recovered) {
    List<Line> lines = new ArrayList<>(recovered);
    payload.services().forEach(line -> lines.add(fromPayload(line)));
    Instant startedAt = Instant.ofEpochMilli(payload.startedAtMs());
    return new RecoveryReport(
        Status.valueOf(payload.status()),
        startedAt,
        startedAt.plusMillis(payload.durationMs()),
        payload.recovered()
            + payload.skipped()
            + payload.failed()
            + payload.alreadyRunning()
            + payload.waiting()
            + payload.quarantined(),
        payload.recovered(),
        payload.skipped(),
        payload.failed(),
        payload.alreadyRunning(),
        payload.waiting(),
        payload.quarantined(),
        listed(lines));
  }

  private static Line fromPayload(Payload.RecoveryCompleted.Line line) {
    return new Line(
        ServiceKey.parse(line.key()),
        Outcome.valueOf(line.outcome()),
        line.reason(),
        line.originalEventId(),
        line.durationMs());
  }
}
