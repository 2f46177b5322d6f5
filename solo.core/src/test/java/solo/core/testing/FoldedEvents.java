package solo.core.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.recovery.Fold;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;

/**
 * A log in memory, with an event each second from 1970 on, and its fold; it can be told to refuse.
 */
public final class FoldedEvents implements EventStore, StateProjection {
  private final List<Event> events = new ArrayList<>();
  private final Fold fold = new Fold(SystemState.EMPTY);

  /** Says why an event is not taken, empty where it is. */
  public volatile Function<EventDraft, Optional<EventStoreException>> refusal =
      draft -> Optional.empty();

  @Override
  public synchronized Promise<Event> append(EventDraft draft) {
    Optional<EventStoreException> refused = refusal.apply(draft);
    if (refused.isPresent()) {
      return Promises.failed(refused.get());
    }
    long id = lastId() + 1;
    Event event = new Event(id, Instant.ofEpochSecond(id), new UUID(0, 1), draft);
    events.add(event);
    fold.apply(event);
    return Promises.resolved(event);
  }

  /** Appends one that is not refused; its id. */
  public synchronized long appendNow(EventDraft draft) {
    append(draft);
    return lastId();
  }

  /** Takes all up to an event out of the log, as retention does; the fold stays. */
  public synchronized void takeOut(long through) {
    events.removeIf(event -> event.id() <= through);
  }

  /** All of them. */
  public synchronized List<Event> all() {
    return List.copyOf(events);
  }

  /** The types of all of them. */
  public List<String> types() {
    return all().stream().map(Event::type).toList();
  }

  /** How many are of a type. */
  public long count(String type) {
    return types().stream().filter(type::equals).count();
  }

  /** The newest. */
  public Event last() {
    List<Event> all = all();
    return all.get(all.size() - 1);
  }

  @Override
  public synchronized SystemState current() {
    return fold.state();
  }

  @Override
  public synchronized long lastId() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
  }

  @Override
  public Optional<Event> event(long id) {
    return all().stream().filter(e -> e.id() == id).findAny();
  }

  /** The newest of a type. */
  @Override
  public List<Event> query(EventQuery query) {
    List<Event> found =
        new ArrayList<>(all().stream().filter(e -> e.type().equals(query.type())).toList());
    Collections.reverse(found);
    return found.subList(0, Math.min(found.size(), query.limit()));
  }

  @Override
  public EventCursor read(long afterId) {
    Iterator<Event> events = all().stream().filter(e -> e.id() > afterId).iterator();
    return new EventCursor() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public Event next() {
        return events.next();
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  @Override
  public EventFeed follow(long afterId) {
    throw new UnsupportedOperationException("nobody here follows");
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }
}
