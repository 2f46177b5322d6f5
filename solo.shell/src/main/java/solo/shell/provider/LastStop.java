package solo.shell.provider;

import java.util.List;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.event.Payload.SystemStarted;

/** How the stop before this start was. */
final class LastStop {
  private LastStop() {}

  /**
   * Whether it was clean, empty where the log does not say so yet.
   *
   * @param events null where there is no log
   */
  static Optional<Boolean> clean(EventStore events) {
    if (events == null) {
      return Optional.empty();
    }
    String type = Payload.typeOf(SystemStarted.class);
    List<Event> newest = events.query(new EventQuery("", "", type, 0, 1, true));
    return newest.stream()
        .map(event -> event.payload() instanceof SystemStarted s ? s.lastStopClean() : null)
        .findFirst();
  }

  /** For people. */
  static String text(Optional<Boolean> clean) {
    return clean.map(was -> was ? "clean" : "not clean").orElse("unknown");
  }
}
