package solo.eventstore.provider;

import java.time.Duration;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventFeed;

/** A feed of those events that its caller may see; it is over when the caller may see none. */
final class VisibleFeed implements EventFeed {
  /** So often a caller who waits is looked at. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final EventFeed feed;
  private final View view;

  VisibleFeed(EventFeed feed, View view) {
    this.feed = feed;
    this.view = view;
  }

  @Override
  public Optional<Event> next(Duration wait) throws InterruptedException {
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    long deadline = System.nanoTime() + bounded.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      Optional<Event> event = feed.next(left.compareTo(LOOK) > 0 ? LOOK : left);
      if (!view.lasts()) {
        feed.close();
        return Optional.empty();
      }
      if (event.filter(view::shows).isPresent()) {
        return event;
      }
      // others' events may come without a pause
      if (System.nanoTime() - deadline >= 0 || event.isEmpty() && feed.closed()) {
        return Optional.empty();
      }
    }
  }

  @Override
  public boolean closed() {
    return feed.closed();
  }

  @Override
  public void close() {
    feed.close();
  }
}
