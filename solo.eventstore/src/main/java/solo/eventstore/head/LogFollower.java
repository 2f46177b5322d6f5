package solo.eventstore.head;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;
import solo.core.event.EventFeed;
import solo.core.event.EventStore;

/**
 * A thread that does something each time the log has gone on, and once more when it is closed.
 * Nobody waits for it.
 */
public final class LogFollower {
  private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofHours(1);

  /** Less than a stop has for the close of all parts: a disk that hangs there fails no stop. */
  public static final Duration LAST_TURN = Duration.ofSeconds(1);

  /** What is done. */
  @FunctionalInterface
  public interface Turn {
    /**
     * Does it.
     *
     * @param last whether none comes after it
     * @return how long to rest then; zero: until there is an event that was not there before it
     */
    Duration take(boolean last) throws InterruptedException;
  }

  private final EventStore events;
  private final Turn turn;
  private final Logger logger;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile EventFeed waiting;

  /** Starts the thread. */
  public LogFollower(String name, EventStore events, Turn turn, Logger logger) {
    this.events = events;
    this.turn = turn;
    this.logger = logger;
    thread = new Thread(this::follow, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes the last turn, then ends. A disk that hangs is not waited for.
   *
   * @param lastTurn how long to wait for it; {@link #LAST_TURN} where the container stops
   */
  public void close(Duration lastTurn) {
    stop.countDown();
    EventFeed now = waiting;
    if (now != null) {
      now.close();
    }
    try {
      thread.join(lastTurn.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    boolean last = false;
    while (!last) {
      last = stop.getCount() == 0;
      try {
        turn(last);
      } catch (InterruptedException e) {
        logger.warn("{} was interrupted; it goes on", thread.getName());
      } catch (RuntimeException | Error e) {
        // what is not done for ever is worse than what is done late
        logger.error(thread.getName() + " rests for now", e);
        pause(AFTER_AN_ERROR);
      }
    }
  }

  private void turn(boolean last) throws InterruptedException {
    long seen = events.lastId();
    Duration rest = turn.take(last);
    if (!rest.isZero()) {
      pause(rest);
    } else if (!last) {
      awaitNews(seen);
    }
  }

  /** Returns when the log has an event after one, or the log or this is closed. */
  private void awaitNews(long seen) throws InterruptedException {
    if (events.lastId() > seen) {
      return;
    }
    try (EventFeed feed = events.follow(seen)) {
      waiting = feed;
      if (stop.getCount() > 0) {
        feed.next(LONG);
      }
    } finally {
      waiting = null;
    }
  }

  private void pause(Duration time) {
    try {
      stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      logger.warn("{} was interrupted; it goes on", thread.getName());
    }
  }
}
