package solo.capability.projection;

import java.time.Duration;
import org.osgi.service.log.Logger;
import solo.core.event.Event;
import solo.core.event.EventFeed;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/**
 * Applies the events after an id, one after the other, to what is derived from them, on a thread of
 * its own; first those that are there, then each as it is acknowledged. Safe for use by many
 * threads.
 */
public final class LogFollower implements AutoCloseable {

  /** What is derived; called by one thread, in the order of the ids, without a gap. */
  public interface Projection {
    /** Must not throw for anything that an event may say. */
    void apply(Event event);
  }

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

  private final EventStore events;
  private final Projection projection;
  private final Logger logger;
  private final Thread thread;
  private long applied;
  private boolean over;

  /**
   * Begins behind an event.
   *
   * @param name of the thread
   */
  public LogFollower(
      String name, EventStore events, long after, Projection projection, Logger logger) {
    this.events = events;
    this.projection = projection;
    this.logger = logger;
    applied = after;
    thread = new Thread(this::follow, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try (EventFeed feed = events.follow(applied)) {
      while (!feed.closed()) {
        next(feed);
      }
    } catch (InterruptedException e) {
      // closed: that is how it ends
    } catch (RuntimeException | Error e) {
      logger.error("{} ends at event {}", thread.getName(), applied, e);
    } finally {
      end();
    }
  }

  private void next(EventFeed feed) throws InterruptedException {
    try {
      Event event = feed.next(LOOK).orElse(null);
      if (event != null) {
        projection.apply(event);
        applied(event.id());
      }
    } catch (EventStoreException e) {
      logger.warn("{} waits at event {}: {}", thread.getName(), applied, e.getMessage());
      Thread.sleep(LOOK.toMillis());
    }
  }

  private synchronized void applied(long id) {
    applied = id;
    notifyAll();
  }

  private synchronized void end() {
    over = true;
    notifyAll();
  }

  /** The last event that was applied. */
  public synchronized long applied() {
    return applied;
  }

  /**
   * Returns when the event is applied. An interrupt is kept for later: what is durable is to be in
   * force.
   *
   * @return whether it is; not where the log ended before, or the time was over
   */
  public boolean await(long id, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      synchronized (this) {
        while (applied < id && !over) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            return false;
          }
          try {
            wait(left);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        return applied >= id;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it has ended: it was closed, or the log was. */
  public synchronized boolean over() {
    return over;
  }

  /**
   * Ends it, and waits for what is just being applied: whoever follows the log next must not be
   * overtaken by it. What is acknowledged later is not applied.
   */
  @Override
  public void close() {
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(ENDS_WITHIN.toMillis());
      if (thread.isAlive()) {
        logger.warn("{} has not ended within {} s", thread.getName(), ENDS_WITHIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
