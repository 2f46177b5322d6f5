package solo.eventstore.provider;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;

/** Answers a query with the events that match and are shown, as many as it asks for. */
final class VisibleEvents {
  private static final int PAGE = 1_000;

  private final EventStore store;
  private final Predicate<Event> shown;

  VisibleEvents(EventStore store, Predicate<Event> shown) {
    this.store = store;
    this.shown = shown;
  }

  List<Event> query(EventQuery query) {
    return query.newestFirst() ? newest(query) : oldest(query);
  }

  private List<Event> oldest(EventQuery query) {
    List<Event> found = new ArrayList<>();
    scan(
        query,
        event -> {
          found.add(event);
          return found.size() < query.limit();
        });
    return List.copyOf(found);
  }

  /** Mostly they are among the newest that match; where they are not, all that match are read. */
  private List<Event> newest(EventQuery query) {
    List<Event> near = store.query(part(query, query.since(), EventQuery.MAX_LIMIT, true));
    List<Event> found = near.stream().filter(shown).limit(query.limit()).toList();
    if (found.size() == query.limit() || near.size() < EventQuery.MAX_LIMIT) {
      return found;
    }
    Deque<Event> last = new ArrayDeque<>();
    scan(
        query,
        event -> {
          last.addFirst(event);
          if (last.size() > query.limit()) {
            last.removeLast();
          }
          return true;
        });
    return List.copyOf(last);
  }

  /** Hands over what is shown, oldest first, as long as more is wanted. */
  private void scan(EventQuery query, Predicate<Event> wantsMore) {
    long since = query.since();
    List<Event> page = store.query(part(query, since, PAGE, false));
    while (!page.isEmpty()) {
      for (Event event : page) {
        if (shown.test(event) && !wantsMore.test(event)) {
          return;
        }
      }
      since = page.get(page.size() - 1).id();
      page =
          page.size() < PAGE
              ? Collections.emptyList()
              : store.query(part(query, since, PAGE, false));
    }
  }

  private static EventQuery part(EventQuery query, long since, int limit, boolean newestFirst) {
    return new EventQuery(query.tenant(), query.service(), query.type(), since, limit, newestFirst);
  }
}
