package solo.core.event;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log with what is archived of it; for what looks back further than {@link EventStore#read}
 * does. Safe for use by many threads.
 */
@ProviderType
public interface EventHistory {

  /**
   * Every acknowledged event after an id, oldest first: of those that were taken out each one that
   * is archived or kept. Ends at the last event acknowledged when it was called.
   *
   * @throws IOException when the archives cannot be listed
   * @throws EventStoreException of {@link EventStoreException.Cause#DAMAGED}, also from {@link
   *     EventCursor#next}, when a record is not what was written
   */
  EventCursor read(long afterId) throws IOException;
}
