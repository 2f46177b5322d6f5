package solo.core.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.recovery.Fold;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;

/** A log in memory and its fold. */
final class MemoryLog implements EventStore, StateProjection {
  private final List<Event> events = new ArrayList<>();
  private final Fold fold = new Fold(SystemState.EMPTY);

  @Override
  public synchronized Promise<Event> append(EventDraft draft) {
    long id = events.size() + 1L;
    Event event = new Event(id, Instant.ofEpochSecond(id), new UUID(0, 1), draft);
    events.add(event);
    fold.apply(event);
    return Promises.resolved(event);
  }

  synchronized long appendNow(EventDraft draft) {
    append(draft);
    return lastId();
  }

  /** Types of all events, in order. */
  synchronized List<String> types() {
    return events.stream().map(Event::type).toList();
  }

  synchronized long count(String type) {
    return types().stream().filter(type::equals).count();
  }

  @Override
  public synchronized SystemState current() {
    return fold.state();
  }

  @Override
  public synchronized long lastId() {
    return events.size();
  }

  @Override
  public synchronized Optional<Event> event(long id) {
    return id < 1 || id > events.size() ? Optional.empty() : Optional.of(events.get((int) id - 1));
  }

  @Override
  public List<Event> query(EventQuery query) {
    throw new UnsupportedOperationException("the directory queries nothing");
  }

  @Override
  public EventCursor read(long afterId) {
    throw new UnsupportedOperationException("the directory reads no journal");
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }
}
