package solo.capability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** A log in memory, each with a boot of its own: what is in it survives the stores of a test. */
public final class MemoryLog implements EventStore {
  private final UUID boot;
  private final List<Event> events = new ArrayList<>();
  private final Set<Long> damaged = new HashSet<>();
  private final Set<Long> lost = new HashSet<>();
  private RuntimeException breaks;
  private long takenOut;
  private Predicate<Payload> refuses = payload -> false;
  private Runnable grown = () -> {};
  private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);

  /** Another than any other. */
  public MemoryLog() {
    this(UUID.randomUUID());
  }

  /** Whose events are of that boot. */
  public MemoryLog(UUID boot) {
    this.boot = boot;
  }

  /** What a log has, and will have whatever happens to what is derived from it. */
  public static MemoryLog of(UUID boot, List<Event> events) {
    MemoryLog log = new MemoryLog(boot);
    log.events.addAll(events);
    return log;
  }

  /** All of it. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Told of each event before its caller is. */
  public synchronized void grown(Runnable told) {
    grown = told;
  }

  /** From now on events have this time. */
  public synchronized void now(Instant time) {
    now = time;
  }

  /** An event that is lost from now on, though its id was. */
  public synchronized void lose(long id) {
    lost.add(id);
  }

  /** As retention does with all up to an event that the folds do not rest on. */
  public synchronized void takeOut(long through, List<Long> kept) {
    takenOut = through;
    for (long id = 1; id <= through; id++) {
      if (!kept.contains(id)) {
        lost.add(id);
      }
    }
  }

  private boolean isThere(Event event) {
    return event.id() > takenOut || !lost.contains(event.id());
  }

  @Override
  public synchronized long takenOutThrough() {
    return takenOut;
  }

  /** From now on its feeds throw this; null for no more. */
  public synchronized void breaks(RuntimeException how) {
    breaks = how;
    notifyAll();
  }

  /** Events that it does not take, as on a full disk. */
  public synchronized void refuse(Predicate<Payload> which) {
    refuses = which;
  }

  /** Takes what has no tenant and says that Solo itself did it. */
  public Event append(Payload payload) {
    return append("", payload);
  }

  /** The same of a tenant, empty for none. */
  public Event append(String tenant, Payload payload) {
    append(new EventDraft(tenant, "", "system:test", "", 0, payload));
    return event(lastId()).orElseThrow();
  }

  @Override
  public synchronized Promise<Event> append(EventDraft draft) {
    if (refuses.test(draft.payload())) {
      return Promises.failed(
          new EventStoreException(EventStoreException.Cause.DISK_FULL, "the disk is full", null));
    }
    Event event = new Event(events.size() + 1L, now, boot, draft);
    events.add(event);
    grown.run();
    notifyAll();
    return Promises.resolved(event);
  }

  @Override
  public synchronized long lastId() {
    return events.size();
  }

  /** An event that cannot be read from now on. */
  public synchronized void damage(long id) {
    damaged.add(id);
  }

  @Override
  public synchronized Optional<Event> event(long id) {
    if (damaged.contains(id)) {
      throw new EventStoreException(EventStoreException.Cause.IO_FAILURE, "event " + id, null);
    }
    return lost.contains(id) || id < 1 || id > events.size()
        ? Optional.empty()
        : Optional.of(events.get((int) id - 1));
  }

  @Override
  public synchronized List<Event> query(EventQuery query) {
    Comparator<Event> order = Comparator.comparingLong(Event::id);
    return events.stream()
        .filter(this::isThere)
        .filter(e -> query.tenant().isEmpty() || query.tenant().equals(e.draft().tenant()))
        .filter(e -> query.type().isEmpty() || query.type().equals(e.type()))
        .filter(e -> e.id() > query.since())
        .sorted(query.newestFirst() ? order.reversed() : order)
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized EventCursor read(long afterId) {
    Iterator<Event> tail =
        events.stream().filter(event -> event.id() > afterId && isThere(event)).toList().iterator();
    return new EventCursor() {
      @Override
      public boolean hasNext() {
        return tail.hasNext();
      }

      @Override
      public Event next() {
        return tail.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public EventFeed follow(long afterId) {
    return new Feed(afterId);
  }

  private final class Feed implements EventFeed {
    private long at;
    private boolean closed;

    Feed(long after) {
      at = after;
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
      long deadline = System.nanoTime() + wait.toNanos();
      synchronized (MemoryLog.this) {
        while (!closed && breaks == null && at >= lastId()) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            return Optional.empty();
          }
          MemoryLog.this.wait(left);
        }
        if (breaks != null) {
          throw breaks;
        }
        return closed ? Optional.empty() : event(++at);
      }
    }

    @Override
    public boolean closed() {
      synchronized (MemoryLog.this) {
        return closed;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryLog.this) {
        closed = true;
        MemoryLog.this.notifyAll();
      }
    }
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }

  /** All events of a type, oldest first. */
  public synchronized <P extends Payload> List<P> all(Class<P> type) {
    return events.stream().map(Event::payload).filter(type::isInstance).map(type::cast).toList();
  }
}
