package solo.recovery.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;

/** Reads the newest report from the log. */
final class PastReport {
  private static final String COMPLETED = Payload.typeOf(Payload.RecoveryCompleted.class);
  private static final String RECOVERED = Payload.typeOf(Payload.ServiceRecovered.class);

  private PastReport() {}

  /** The newest one, with a line for each service; empty where no recovery ever ended. */
  static Optional<RecoveryReport> read(EventStore events) {
    List<Event> newest = events.query(new EventQuery("", "", COMPLETED, 0, 2, true));
    if (newest.isEmpty()
        || !(newest.get(0).payload() instanceof Payload.RecoveryCompleted payload)) {
      return Optional.empty();
    }
    Event completed = newest.get(0);
    long before = newest.size() > 1 ? newest.get(1).id() : 0;
    long begin = Math.max(before, completed.draft().cause());
    return Optional.of(Reports.fromPayload(payload, recovered(events, begin, completed.id())));
  }

  private static List<Line> recovered(EventStore events, long after, long until) {
    List<Line> lines = new ArrayList<>();
    long since = after;
    while (true) {
      List<Event> page =
          events.query(new EventQuery("", "", RECOVERED, since, EventQuery.MAX_LIMIT, false));
      for (Event event : page) {
        if (event.id() > until) {
          return lines;
        }
        if (event.payload() instanceof Payload.ServiceRecovered payload) {
          lines.add(
              new Line(
                  event.draft().key().orElseThrow(),
                  Outcome.RECOVERED,
                  "",
                  event.draft().cause(),
                  payload.durationMs()));
        }
        since = event.id();
      }
      if (page.size() < EventQuery.MAX_LIMIT) {
        return lines;
      }
    }
  }
}
