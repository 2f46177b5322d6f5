package solo.recovery.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.log.Logger;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.tenant.Printable;

/**
 * What is wrong with events that were read, without those of which an event after them tells
 * already: such an event has the id of what it found as its cause. For one thread.
 */
final class Findings {
  static final String UNREADABLE_EVENT = "UNREADABLE_EVENT";
  static final String LOG_GAP = "LOG_GAP";
  private static final String WARNING = "WARNING";

  /**
   * One finding.
   *
   * @param eventId the event that cannot be read, or the last one before a gap
   */
  record Finding(long eventId, Payload.InconsistencyFound payload) {}

  private final Map<Long, Finding> untold = new TreeMap<>();

  /** Looks at the next event. */
  void see(Event event, Logger log) {
    if (event.payload() instanceof Payload.Unreadable unreadable) {
      String detail = Printable.escape(unreadable.detail());
      log.warn("event {} cannot be read and is passed over: {}", event.id(), detail);
      add(event.id(), UNREADABLE_EVENT, "event " + event.id() + ": " + detail);
    } else if (event.payload() instanceof Payload.InconsistencyFound) {
      untold.remove(event.draft().cause());
    }
  }

  /** The events of these ids are not there; the store knows that this was accepted. */
  void gap(long first, long last, Logger log) {
    log.warn("the log has no events {} to {}: their loss was accepted", first, last);
    add(first - 1, LOG_GAP, "events %d to %d are lost".formatted(first, last));
  }

  /** All that no event tells of; asked again, only newer ones. */
  List<Finding> take() {
    List<Finding> taken = new ArrayList<>(untold.values());
    untold.clear();
    return taken;
  }

  private void add(long eventId, String kind, String detail) {
    untold.put(
        eventId, new Finding(eventId, new Payload.InconsistencyFound(kind, WARNING, detail)));
  }
}
