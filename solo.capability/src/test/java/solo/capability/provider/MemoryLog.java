package solo.capability.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;
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

/** A log in memory that outlives those who use it, as the disk does; it can be told to refuse. */
final class MemoryLog implements EventStore {
  private static final UUID BOOT = new UUID(5, 6);

  private final List<Event> events = new ArrayList<>();
  private Predicate<Payload> refuses = payload -> false;
  private final Set<Long> gone = new HashSet<>();
  private long takenOut;
  private boolean frozen;
  private volatile boolean failing;

  @Override
  public synchronized Promise<Event> append(EventDraft draft) {
    if (refuses.test(draft.payload())) {
      return Promises.failed(
          new EventStoreException(EventStoreException.Cause.DISK_FULL, "the disk is full", null));
    }
    Event event = new Event(events.size() + 1L, Instant.ofEpochSecond(events.size()), BOOT, draft);
    events.add(event);
    notifyAll();
    return Promises.resolved(event);
  }

  /** Which events it does not take, as on a full disk. */
  synchronized void refuse(Predicate<Payload> which) {
    refuses = which;
  }

  /** Whether queries fail, as those of a broken index. */
  synchronized void failQueries(boolean on) {
    failing = on;
  }

  /** Whether who follows gets nothing new. */
  synchronized void freeze(boolean on) {
    frozen = on;
    notifyAll();
  }

  /** As retention does with all up to an event that is not among those kept. */
  synchronized void takeOut(long through, List<Long> kept) {
    takenOut = through;
    LongStream.rangeClosed(1, through).filter(id -> !kept.contains(id)).forEach(gone::add);
  }

  @Override
  public synchronized long takenOutThrough() {
    return takenOut;
  }

  synchronized List<Event> all() {
    return events.stream().filter(event -> !gone.contains(event.id())).toList();
  }

  <P extends Payload> List<P> payloads(Class<P> type) {
    return all().stream().map(Event::payload).filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public synchronized long lastId() {
    return events.size();
  }

  @Override
  public synchronized Optional<Event> event(long id) {
    return id < 1 || id > events.size() || gone.contains(id)
        ? Optional.empty()
        : Optional.of(events.get((int) id - 1));
  }

  @Override
  public List<Event> query(EventQuery query) {
    if (failing) {
      throw new EventStoreException(EventStoreException.Cause.IO_FAILURE, "no index", null);
    }
    return all().stream()
        .filter(e -> e.id() > query.since() && e.type().equals(query.type()))
        .sorted(Comparator.comparingLong(Event::id))
        .limit(query.limit())
        .toList();
  }

  @Override
  public EventCursor read(long afterId) {
    throw new UnsupportedOperationException("nobody here reads the journal");
  }

  @Override
  public EventFeed follow(long afterId) {
    return new Feed(afterId);
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }

  private synchronized Optional<Event> next(long after, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (frozen || events.size() <= after) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return all().stream().filter(event -> event.id() > after).findFirst();
  }

  private final class Feed implements EventFeed {
    private long at;
    private boolean closed;

    Feed(long after) {
      at = after;
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
      Optional<Event> next = MemoryLog.this.next(at, wait);
      next.ifPresent(event -> at = event.id());
      return next;
    }

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
