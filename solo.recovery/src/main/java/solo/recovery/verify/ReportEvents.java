package solo.recovery.verify;

import java.util.List;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.event.Payload.VerificationCompleted;
import solo.core.event.Payload.VerificationCompleted.Found;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;

/** Reports as the log keeps them. Pure but for reading the newest. */
final class ReportEvents {
  /** So many findings go into an event, and get one each: the worst. */
  static final int MOST_LISTED = 100;

  private static final String COMPLETED = Payload.typeOf(VerificationCompleted.class);

  private ReportEvents() {}

  static VerificationCompleted toPayload(VerificationReport report) {
    return new VerificationCompleted(
        report.depth().name(),
        report.status().name(),
        report.durationMs(),
        report.eventId(),
        report.expected(),
        report.running(),
        report.busy(),
        report.findings().size(),
        report.fixed(),
        report.findings().stream().limit(MOST_LISTED).map(ReportEvents::toPayload).toList());
  }

  private static Found toPayload(Finding finding) {
    return new Found(
        finding.kind().name(),
        finding.tenant(),
        finding.service(),
        finding.about(),
        OneLine.cut(finding.detail()),
        OneLine.cut(finding.fix()),
        finding.fixable(),
        finding.acceptedBy());
  }

  /** The newest in the log; empty before the first. */
  static Optional<VerificationReport> newest(EventStore events) {
    return events.query(new EventQuery("", "", COMPLETED, 0, 1, true)).stream()
        .findFirst()
        .flatMap(ReportEvents::fromEvent);
  }

  private static Optional<VerificationReport> fromEvent(Event event) {
    if (!(event.payload() instanceof VerificationCompleted payload)) {
      return Optional.empty();
    }
    return Optional.of(
        new VerificationReport(
            Depth.valueOf(payload.depth()),
            event.time(),
            payload.durationMs(),
            payload.atId(),
            payload.expected(),
            payload.running(),
            payload.busy(),
            payload.listed().stream().flatMap(found -> fromPayload(found).stream()).toList(),
            List.of()));
  }

  /** Empty for a kind of a later version. */
  private static Optional<Finding> fromPayload(Found found) {
    try {
      return Optional.of(
          new Finding(
              Kind.valueOf(found.kind()),
              found.tenant(),
              found.service(),
              found.about(),
              found.detail(),
              found.fix(),
              found.fixable(),
              found.acceptedBy()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
