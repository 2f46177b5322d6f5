package solo.eventstore.audit;

import java.util.Optional;
import solo.core.event.Payload.RetentionApplied;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.journal.TakenOut;

/** Whether what is kept of old events is what the log says. Pure. */
final class BaseCheck {
  private BaseCheck() {}

  static Optional<Finding> of(TakenOut base, Excuses excuses) {
    Optional<RetentionApplied> told = excuses.retention(base.through());
    String what;
    if (told.isEmpty()) {
      what = "no event tells that events up to %d were taken out".formatted(base.through());
    } else if (!told.get().base().equals(base.sha256())) {
      what =
          "what is kept of events up to %d is not what was written: SHA-256 %s, and the log says %s"
              .formatted(base.through(), base.sha256(), told.get().base());
    } else if (!told.get().link().equals(base.link())) {
      what =
          "event %d, the last that was taken out, has link %s by the base and %s by the log"
              .formatted(base.through(), base.link(), told.get().link());
    } else {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            Kind.BASE_BROKEN,
            "1-" + base.through(),
            what + "; nothing proves events 1 to " + base.through(),
            "restore data/events from a backup; archives in data/archive still hold the events",
            false));
  }
}
