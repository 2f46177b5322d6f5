package solo.recovery.verify;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Severity;
import solo.core.verify.VerificationReport;

/**
 * What the log is told of verifies. A finding is told once, until a verify no longer finds it: what
 * the newest {@code verification_completed} lists was told, so that a restart tells nothing again.
 * An event that cannot be written is logged, and tried again with the next verify. For one thread
 * at a time.
 */
final class Telling {
  static final Caller SELF = Caller.system("verifier");

  private static final String FOUND = Payload.typeOf(Payload.InconsistencyFound.class);
  private static final int LOOKED_BACK = 200;

  private final EventStore events;
  private final Logger log;

  /** What was told, with its event; 0 where that is not looked up yet. */
  private final Map<Identity, Long> told = new HashMap<>();

  private Optional<VerificationReport> written = Optional.empty();

  /** Goes on from what the log says. */
  Telling(EventStore events, Logger log) {
    this.events = events;
    this.log = log;
    try {
      written = ReportEvents.newest(events);
    } catch (EventStoreException e) {
      log.error("what was told earlier cannot be read, and is told again: {}", OneLine.of(e));
    }
    written.ifPresent(r -> r.findings().forEach(f -> told.put(Identity.of(f), 0L)));
  }

  /** The newest report in the log. */
  Optional<VerificationReport> written() {
    return written;
  }

  /** Tells of what was not told yet, and forgets what is not found any more. */
  void found(List<Suspicion> found) throws InterruptedException {
    List<Suspicion> worst = found.stream().limit(ReportEvents.MOST_LISTED).toList();
    told.keySet().retainAll(worst.stream().map(Suspicion::identity).collect(Collectors.toSet()));
    for (Suspicion suspicion : worst) {
      if (!told.containsKey(suspicion.identity())) {
        Finding finding = suspicion.finding();
        log(finding);
        Payload payload =
            new Payload.InconsistencyFound(
                finding.kind().name(), finding.severity().name(), OneLine.cut(finding.detail()));
        long id = append(SELF, "", suspicion, suspicion.cause(), payload);
        if (id > 0) {
          told.put(suspicion.identity(), id);
        }
      }
    }
  }

  private void log(Finding finding) {
    String who =
        finding.service().isEmpty() ? "" : finding.tenant() + "/" + finding.service() + " ";
    if (finding.severity() == Severity.WARNING || finding.acceptedBy() > 0) {
      log.warn("{}{}: {}", who, finding.kind(), finding.detail());
    } else {
      log.error("{}{}: {}", who, finding.kind(), finding.detail());
    }
  }

  /** Tells of a repair; the event's id, 0 where it could not be written. */
  long fixed(Suspicion before, String after, Caller caller, String reason)
      throws InterruptedException {
    Finding finding = before.finding();
    Payload payload =
        new Payload.InconsistencyFixed(
            finding.kind().name(), OneLine.cut(finding.detail()), OneLine.cut(after));
    long id = append(caller, reason, before, foundBy(before), payload);
    log.info("{} mended: {}; {}, event {}", finding.kind(), finding.detail(), after, id);
    return id;
  }

  private long foundBy(Suspicion suspicion) {
    Long id = told.get(suspicion.identity());
    if (id == null) {
      return 0;
    }
    return id > 0 ? id : told.merge(suspicion.identity(), lookUp(suspicion.finding()), Long::sum);
  }

  private long lookUp(Finding finding) {
    EventQuery query =
        new EventQuery(finding.tenant(), finding.service(), FOUND, 0, LOOKED_BACK, true);
    return events.query(query).stream()
        .filter(
            event ->
                event.payload() instanceof Payload.InconsistencyFound found
                    && found.kind().equals(finding.kind().name()))
        .mapToLong(Event::id)
        .findFirst()
        .orElse(0);
  }

  /** Tells of a verify. */
  void completed(VerificationReport report, Caller caller, long cause) throws InterruptedException {
    long id = append(EventDraft.ofSystem(caller, "", cause, ReportEvents.toPayload(report)));
    if (id > 0) {
      written = Optional.of(report);
    }
  }

  /** Whether its result is another than that of the newest report in the log. */
  boolean differs(VerificationReport report) {
    return report.fixed() > 0
        || written.isEmpty()
        || report.status() != written.get().status()
        || !listed(report).equals(listed(written.get()));
  }

  private static Set<Identity> listed(VerificationReport report) {
    Set<Identity> listed = new HashSet<>();
    report.findings().stream()
        .limit(ReportEvents.MOST_LISTED)
        .forEach(finding -> listed.add(Identity.of(finding)));
    return listed;
  }

  private long append(
      Caller caller, String reason, Suspicion suspicion, long cause, Payload payload)
      throws InterruptedException {
    Finding finding = suspicion.finding();
    return append(
        new EventDraft(
            finding.tenant(), finding.service(), caller.actor(), reason, cause, payload));
  }

  private long append(EventDraft draft) throws InterruptedException {
    try {
      return events.append(draft).getValue().id();
    } catch (InvocationTargetException e) {
      log.error("event {} was not written: {}", draft.payload().type(), OneLine.of(e.getCause()));
    } catch (EventStoreException e) {
      log.error("event {} was not written: {}", draft.payload().type(), OneLine.of(e));
    }
    return 0;
  }
}
