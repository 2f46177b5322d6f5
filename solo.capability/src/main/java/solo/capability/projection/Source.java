package solo.capability.projection;

import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;

/**
 * The log, as far as a projection has to know it to tell whether it is derived from it.
 *
 * @param events the log
 */
record Source(EventStore events) {

  /** Whether there is an event of the type. */
  boolean has(String type) {
    return !events.query(new EventQuery("", "", type, 0, 1, false)).isEmpty();
  }

  long lastId() {
    return events.lastId();
  }

  long takenOutThrough() {
    return events.takenOutThrough();
  }

  /**
   * What tells the event with the id from that of any other log: the boot that wrote it was drawn
   * at random. Empty for 0 and where there is no such event.
   */
  String fingerprint(long id) {
    return id == 0 ? "" : events.event(id).map(Source::fingerprint).orElse("");
  }

  private static String fingerprint(Event event) {
    return event.boot() + "/" + event.time().toEpochMilli() + "/" + event.type();
  }
}
