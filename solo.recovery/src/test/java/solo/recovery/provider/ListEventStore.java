package solo.recovery.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;

/** An event store in memory: what is in it survives the processes of a test. */
public final class ListEventStore implements EventStore {
  private static final UUID BOOT = new UUID(3, 4);

  private final List<Event> events = new ArrayList<>();
  private long nextId = 1;
  private EventStoreException.Cause fault = EventStoreException.Cause.DAMAGED;
  private Predicate<Payload> refuses = payload -> false;
  private long damagedAfter = Long.MAX_VALUE;
  private long takenOut;
  private volatile String refusing = "";
  private int readings;
  private long eventsRead;

  @Override
  public synchronized Promise<Event> append(EventDraft draft) {
    if (refuses.test(draft.payload())) {
      return Promises.failed(
          new EventStoreException(EventStoreException.Cause.DISK_FULL, "the disk is full", null));
    }
    Event event = new Event(nextId, Instant.ofEpochMilli(1_000 * nextId), BOOT, draft);
    nextId++;
    events.add(event);
    return Promises.resolved(event);
  }

  @Override
  public synchronized long lastId() {
    return nextId - 1;
  }

  @Override
  public synchronized Optional<Event> event(long id) {
    return events.stream().filter(event -> event.id() == id).findFirst();
  }

  @Override
  public synchronized List<Event> query(EventQuery query) {
    readings++;
    Comparator<Event> order = Comparator.comparingLong(Event::id);
    List<Event> found =
        events.stream()
            .filter(e -> query.type().isEmpty() || query.type().equals(e.type()))
            .filter(e -> e.id() > query.since())
            .sorted(query.newestFirst() ? order.reversed() : order)
            .limit(query.limit())
            .toList();
    if (found.stream().anyMatch(event -> event.id() > damagedAfter)) {
      throw new EventStoreException(fault, "segment 1 is damaged at 4096", null);
    }
    eventsRead += found.size();
    return found;
  }

  @Override
  public synchronized EventCursor read(long afterId) {
    readings++;
    Iterator<Event> tail = all(event -> event.id() > afterId).iterator();
    return new EventCursor() {
      @Override
      public boolean hasNext() {
        return tail.hasNext();
      }

      @Override
      public Event next() {
        Event event = tail.next();
        eventsRead++;
        if (event.id() > damagedAfter) {
          throw new EventStoreException(fault, "segment 1 is damaged at 4096", null);
        }
        return event;
      }

      @Override
      public void close() {}
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

  /** From now on it says that it has no room, empty for room. */
  public void saysRefusing(String why) {
    refusing = why;
  }

  @Override
  public Optional<String> refusing() {
    return Optional.of(refusing).filter(why -> !why.isEmpty());
  }

  /** Events that it does not take, as on a full disk. */
  public synchronized void refuse(Predicate<Payload> which) {
    refuses = which;
  }

  /** Everything after the event cannot be read, and the index is of no help. */
  public synchronized void failAfter(long id, EventStoreException.Cause why) {
    damagedAfter = id;
    fault = why;
  }

  /** Everything after the event is damaged. */
  public synchronized void damageAfter(long id) {
    damagedAfter = id;
  }

  /** Loses events that are there. */
  public synchronized void lose(long first, long last) {
    events.removeIf(event -> event.id() >= first && event.id() <= last);
  }

  /** What is missing up to an event was taken out by retention. */
  public synchronized void takenOutThrough(long id) {
    takenOut = id;
  }

  @Override
  public synchronized long takenOutThrough() {
    return takenOut;
  }

  /** Loses the next ids. */
  public synchronized void skip(int ids) {
    nextId += ids;
  }

  public synchronized int readings() {
    return readings;
  }

  /** How many events were given out by queries and cursors. */
  public synchronized long eventsRead() {
    return eventsRead;
  }

  public synchronized List<Event> all(Predicate<Event> which) {
    return events.stream().filter(which).toList();
  }

  /** All events of a type, oldest first. */
  public List<Event> all(Class<? extends Payload> type) {
    return all(event -> type.isInstance(event.payload()));
  }
}
