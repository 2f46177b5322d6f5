package solo.eventstore.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventFeed;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.JournalHold;

/**
 * Follows the log one event at a time: from memory where it is there, else from the journal.
 * Nothing is held for a reader but its place, and a file while it reads from the journal.
 */
final class LiveFeed implements EventFeed {
  /** Beyond that, times cannot be added to any more. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final RecentEvents recent;
  private final EventQueries queries;
  private final Object reading = new Object();
  private final JournalHold hold;
  private long seen;
  private EventCursor behind;

  /** The cursor gives every event up to this one, and maybe more. */
  private long coveredTo;

  private volatile boolean over;

  LiveFeed(long afterId, RecentEvents recent, EventQueries queries) {
    if (afterId < 0) {
      throw new IllegalArgumentException("an id is 0 or above, not " + afterId);
    }
    this.seen = afterId;
    this.recent = recent;
    this.queries = queries;
    this.hold = queries.hold(afterId);
  }

  @Override
  public Optional<Event> next(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + nanos(wait);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while following the log");
      }
      Optional<Event> event = now();
      if (event.isPresent() || over) {
        return event;
      }
      if (!recent.await(seen, deadline - System.nanoTime(), () -> over)) {
        return Optional.empty();
      }
    }
  }

  private static long nanos(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, wait.toNanos());
  }

  /** The next event if it is there. The lock keeps {@link #close} from a cursor in use. */
  private Optional<Event> now() {
    synchronized (reading) {
      if (over) {
        return Optional.empty();
      }
      try {
        Optional<Event> next = fromMemory().or(this::fromJournal).or(this::fromMemory);
        next.ifPresent(event -> reached(event.id()));
        return next;
      } catch (RuntimeException e) {
        release();
        return endedBy(e);
      }
    }
  }

  private void reached(long id) {
    seen = id;
    hold.reached(id);
  }

  private Optional<Event> fromMemory() {
    List<RecentEvents.Recent> held = recent.after(seen, 1);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    release();
    return Optional.of(held.get(0).event());
  }

  /** What memory does not hold. There may be nothing between: ids whose loss was accepted. */
  private Optional<Event> fromJournal() {
    if (behind == null) {
      coveredTo = recent.first() - 1;
      if (coveredTo <= seen) {
        return Optional.empty();
      }
      behind = queries.read(hold, seen);
    }
    if (behind.hasNext()) {
      return Optional.of(behind.next());
    }
    release();
    reached(Math.max(seen, coveredTo));
    return Optional.empty();
  }

  /** A journal that is closed is the end; what it cannot read may be asked for again. */
  private Optional<Event> endedBy(RuntimeException e) {
    if (e instanceof EventStoreException failure
        && failure.why() == EventStoreException.Cause.CLOSED) {
      over = true;
      return Optional.empty();
    }
    throw e;
  }

  private void release() {
    EventCursor cursor = behind;
    behind = null;
    if (cursor != null) {
      cursor.close();
    }
  }

  @Override
  public boolean closed() {
    synchronized (reading) {
      return over || (recent.ended() && recent.last() <= seen);
    }
  }

  @Override
  public void close() {
    over = true;
    recent.wake();
    synchronized (reading) {
      release();
      hold.close();
    }
  }
}
