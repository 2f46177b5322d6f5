package solo.core.event;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * The events for whoever asks: {@link EventStore} behind the permission {@code events}. A caller
 * that is held to one tenant, or to some of its services, sees their events and no other. Safe for
 * use by many threads. Each call may throw {@link solo.core.capability.AccessDeniedException} and
 * {@link solo.core.capability.RateLimitedException}.
 */
@ProviderType
public interface EventAccess {

  /**
   * The events that a query matches, archived ones too, oldest first; its limit and its order do
   * not count. Reads all of the log after {@link EventQuery#since}. To be closed by the caller.
   *
   * @throws IOException when the archives cannot be listed
   * @throws EventStoreException as {@link EventHistory#read}, also from {@link EventCursor#next}
   */
  EventCursor history(EventQuery query, Caller caller) throws IOException;

  /** As {@link EventStore#query}. */
  List<Event> query(EventQuery query, Caller caller);

  /** As {@link EventStore#event}; empty too where the caller may not see it. */
  Optional<Event> event(long id, Caller caller);

  /**
   * As {@link EventStore#follow}, for those events that the caller may see; it ends when the caller
   * may not any more.
   */
  EventFeed follow(long afterId, Caller caller);
}
