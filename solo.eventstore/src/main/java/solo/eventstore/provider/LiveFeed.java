package solo.eventstore.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventFeed;

/**
 * Follows the log. What memory holds no more is read from the journal, in portions, so a slow
 * reader falls behind without anything being held for it.
 */
final class LiveFeed implements EventFeed {
  private static final int PORTION = 256;

  private final RecentEvents recent;
  private final EventQueries queries;
  private final Deque<Event> ahead = new ArrayDeque<>();
  private long seen;
  private EventCursor behind;
  private volatile boolean closed;

  LiveFeed(long afterId, RecentEvents recent, EventQueries queries) {
    if (afterId < 0) {
      throw new IllegalArgumentException("an id is 0 or above, not " + afterId);
    }
    this.seen = afterId;
    this.recent = recent;
    this.queries = queries;
  }

  @Override
  public Optional<Event> next(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (!closed && ahead.isEmpty()) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (!recent.await(seen, left, () -> closed)) {
        return Optional.empty();
      }
      fill();
    }
    if (closed) {
      release();
      return Optional.empty();
    }
    Event next = ahead.remove();
    seen = next.id();
    return Optional.of(next);
  }

  private void fill() {
    if (behind == null) {
      List<RecentEvents.Recent> held = recent.after(seen, PORTION);
      if (held.isEmpty()) {
        behind = queries.read(seen);
      }
      held.forEach(one -> ahead.add(one.event()));
    }
    while (behind != null && ahead.size() < PORTION) {
      if (behind.hasNext()) {
        ahead.add(behind.next());
      } else {
        release();
      }
    }
  }

  private void release() {
    if (behind != null) {
      behind.close();
      behind = null;
    }
  }

  @Override
  public boolean closed() {
    return closed || recent.ended();
  }

  @Override
  public void close() {
    closed = true;
    recent.wake();
  }
}
