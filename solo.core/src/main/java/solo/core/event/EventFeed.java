package solo.core.event;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Every acknowledged event after an id, oldest first: those that are there, then those to come,
 * none left out and none twice. Holds nothing for a slow reader but its place, and a file while it
 * catches up. For one thread; only {@link #close()} may be called by another: it ends a wait, waits
 * for a read that is under way, and lets go of everything. Closing it twice is fine.
 *
 * <p>When the store closes the feed gives what is left in memory, which ends with the last event of
 * the process, and is then over; a reader that is further behind than memory reaches gets no more.
 */
@ProviderType
public interface EventFeed extends AutoCloseable {

  /**
   * The next event, as soon as it is acknowledged.
   *
   * @param wait how long to wait for one; 0 or less does not wait
   * @return empty when none came in time, or there is nothing more to come
   * @throws InterruptedException when the thread is interrupted, also where an event is there; the
   *     feed goes on where it was
   * @throws EventStoreException when the journal cannot be read; the next call tries again
   */
  Optional<Event> next(Duration wait) throws InterruptedException;

  /** Whether there is nothing more to come: the feed was closed, or the store and all is given. */
  boolean closed();

  @Override
  void close();
}
