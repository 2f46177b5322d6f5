package solo.shell.provider;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Kind;

/** A head that knows event 100, with a log that may lack some of its events. */
final class FakeHead implements Head {
  private static final Mark KNOWN =
      new Mark(UUID.fromString("00000000-0000-0000-0000-00000000000a"), 100, "0a".repeat(32));

  private final Log log;
  Optional<Finding> finding = Optional.empty();
  String trouble = "";

  /** Takes events. */
  interface Log {
    Event event(String tenant, String service, String reason, Payload payload);
  }

  FakeHead(Log log) {
    this.log = log;
  }

  void lack(Kind kind) {
    finding = Optional.of(Finding.of(kind, "", "events 81 to 100 are missing", "accept", false));
  }

  @Override
  public Status status() {
    Mark now = new Mark(KNOWN.instance(), finding.isPresent() ? 80 : 100, KNOWN.link());
    Path file = Path.of("/solo/state/head");
    return new Status(file, Optional.of(KNOWN), FakeContainer.TIME, now, finding, trouble);
  }

  @Override
  public Event accept(Caller caller, String reason) {
    if (caller.kind() != Caller.Kind.OWNER) {
      throw new AccessDeniedException(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    }
    if (finding.isEmpty()) {
      throw new IllegalStateException("there is no loss to accept");
    }
    finding = Optional.empty();
    return log.event("", "", reason, new Payload.DataLossAccepted(81, "older"));
  }
}
