package solo.core.event;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Every acknowledged event after an id, oldest first: those that are there, then those to come,
 * none left out and none twice. Holds no more in memory than the store does. For one thread; only
 * {@link #close()} may be called by another, and ends a wait. Closing it twice is fine.
 */
@ProviderType
public interface EventFeed extends AutoCloseable {

  /**
   * The next event, as soon as it is acknowledged.
   *
   * @param wait how long to wait for one
   * @return empty when none came in time, or the feed or the store is closed
   * @throws InterruptedException when the waiting thread is interrupted; the feed goes on
   * @throws EventStoreException when the journal cannot be read
   */
  Optional<Event> next(Duration wait) throws InterruptedException;

  /** Whether there is nothing more to come: the feed or the store is closed. */
  boolean closed();

  @Override
  void close();
}
