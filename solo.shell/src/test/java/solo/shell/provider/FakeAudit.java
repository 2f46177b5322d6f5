package solo.shell.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import solo.core.audit.Audit;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** A proof of 100 events whose outcome a test decides. */
final class FakeAudit implements Audit {
  static final Finding LOST =
      Finding.of(
          Kind.SIGNED_HEAD_LOST, "81", "event 81 is the first that is missing", "ask", false);

  private static final Instant AT = Instant.parse("2026-02-03T04:05:06.700Z");

  final List<Copy> copies = new ArrayList<>();
  final List<EventDraft> accepted = new ArrayList<>();
  List<Finding> findings = List.of(LOST);
  Optional<Kept> kept = Optional.empty();
  long firstId = 1;
  long lastSigned = 80;

  @Override
  public Report verify(Caller caller, Consumer<String> progress) {
    progress.accept("reading the log: event 80");
    return new Report(firstId, 80, 80, 0, 3, lastSigned, AT, kept, findings);
  }

  @Override
  public Report verify(Caller caller, Copy copy, Consumer<String> progress) {
    copies.add(copy);
    return verify(caller, progress);
  }

  @Override
  public Event accept(Caller caller, String reason) {
    EventDraft draft = EventDraft.ofSystem(caller, reason, 0, new Payload.AuditAccepted("gone"));
    accepted.add(draft);
    return new Event(81, AT, new UUID(1, 2), draft);
  }
}
