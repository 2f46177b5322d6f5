package solo.shell.provider;

import java.util.List;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.event.Payload.SystemStarted;

/** How the stop before this start was. */
enum LastStop {
  CLEAN("clean", true),
  NOT_CLEAN("not clean", false),
  NONE("none, this is the first start", null),
  UNKNOWN("unknown", null);

  private final String text;
  private final Boolean clean;

  LastStop(String text, Boolean clean) {
    this.text = text;
    this.clean = clean;
  }

  /**
   * Unknown where the log does not say so yet.
   *
   * @param events null where there is no log
   */
  static LastStop of(EventStore events) {
    if (events == null) {
      return UNKNOWN;
    }
    String type = Payload.typeOf(SystemStarted.class);
    List<Event> newest = events.query(new EventQuery("", "", type, 0, 1, true));
    return newest.stream().map(LastStop::said).findFirst().orElse(UNKNOWN);
  }

  /** The first event of a log is its first start. */
  private static LastStop said(Event started) {
    if (!(started.payload() instanceof SystemStarted said)) {
      return UNKNOWN;
    } else if (!said.lastStopClean()) {
      return NOT_CLEAN;
    }
    return started.id() == 1 ? NONE : CLEAN;
  }

  /** For people. */
  String text() {
    return text;
  }

  /** For programs; null where there was none, or it is not known. */
  Boolean clean() {
    return clean;
  }
}
