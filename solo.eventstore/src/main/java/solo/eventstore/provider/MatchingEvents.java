package solo.eventstore.provider;

import java.util.NoSuchElementException;
import java.util.function.Predicate;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;

/** Of the events of a cursor those that a query matches and that are shown. */
final class MatchingEvents implements EventCursor {
  private final EventCursor all;
  private final EventQuery query;
  private final Predicate<Event> shown;
  private Event next;

  MatchingEvents(EventCursor all, EventQuery query, Predicate<Event> shown) {
    this.all = all;
    this.query = query;
    this.shown = shown;
  }

  @Override
  public boolean hasNext() {
    while (next == null && all.hasNext()) {
      Event event = all.next();
      next = matches(event) && shown.test(event) ? event : null;
    }
    return next != null;
  }

  private boolean matches(Event event) {
    return isOrAny(query.tenant(), event.draft().tenant())
        && isOrAny(query.service(), event.draft().subject())
        && isOrAny(query.type(), event.type());
  }

  private static boolean isOrAny(String wanted, String there) {
    return wanted.isEmpty() || wanted.equals(there);
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no event follows");
    }
    Event event = next;
    next = null;
    return event;
  }

  @Override
  public void close() {
    all.close();
  }
}
