package solo.core.directory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import solo.core.event.Event;
import solo.core.event.EventStore;
import solo.core.event.Payload.ServiceDeploymentFailed;
import solo.core.recovery.ServiceRecord.FileMark;

/** What the log says about a mark beyond the fold, read once for each mark. For one thread. */
final class Marks {

  /**
   * The event of a mark.
   *
   * @param detail why it was refused; empty where it was not
   * @param beganAt the event of the intent, or the event itself where there was none
   */
  record Told(Instant time, String detail, long beganAt) {}

  private final EventStore events;
  private final Map<Long, Told> told = new HashMap<>();

  Marks(EventStore events) {
    this.events = events;
  }

  /** The event of the mark; of an event that retention took away, all that is known. */
  Told of(FileMark mark) {
    return told.computeIfAbsent(
        mark.eventId(),
        id -> events.event(id).map(Marks::told).orElse(new Told(Instant.EPOCH, "", id)));
  }

  private static Told told(Event event) {
    long cause = event.draft().cause();
    String detail =
        Optional.of(event.payload())
            .filter(ServiceDeploymentFailed.class::isInstance)
            .map(p -> ((ServiceDeploymentFailed) p).detail())
            .orElse("");
    return new Told(event.time(), detail, cause > 0 ? cause : event.id());
  }

  /** Forgets all other events. */
  void keepOnly(Set<Long> ids) {
    told.keySet().retainAll(ids);
  }
}
