package solo.recovery.verify;

import java.util.List;
import java.util.Optional;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/** A store with one damaged event in its files, which the index does not lead to. */
record DamagedStore(EventStore store, long damaged, RuntimeException fault) implements EventStore {
  DamagedStore(EventStore store, long damaged) {
    this(
        store,
        damaged,
        new EventStoreException(
            EventStoreException.Cause.DAMAGED, "segment 1 is damaged at 4096", null));
  }

  @Override
  public Promise<Event> append(EventDraft draft) {
    return store.append(draft);
  }

  @Override
  public long lastId() {
    return store.lastId();
  }

  @Override
  public Optional<Event> event(long id) {
    return store.event(id);
  }

  @Override
  public List<Event> query(EventQuery query) {
    return store.query(query);
  }

  @Override
  public EventFeed follow(long afterId) {
    return store.follow(afterId);
  }

  @Override
  public Promise<Void> flush() {
    return store.flush();
  }

  @Override
  public EventCursor read(long afterId) {
    EventCursor cursor = store.read(afterId);
    return new EventCursor() {
      @Override
      public boolean hasNext() {
        return cursor.hasNext();
      }

      @Override
      public Event next() {
        Event event = cursor.next();
        if (event.id() == damaged) {
          throw fault;
        }
        return event;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
