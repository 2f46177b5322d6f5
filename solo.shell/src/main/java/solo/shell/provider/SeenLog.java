package solo.shell.provider;

import java.io.IOException;
import java.util.List;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventAccess;
import solo.core.event.EventCursor;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/** The log as a caller sees it. */
record SeenLog(EventStore store, EventAccess access, Caller caller) {

  /** The id of the last event, whoever may see it. */
  long lastId() {
    return store.lastId();
  }

  /** The last event that retention has taken out, whoever may see it; 0 for none. */
  long takenOutThrough() {
    return store.takenOutThrough();
  }

  List<Event> query(EventQuery query) {
    return access.query(query, caller);
  }

  /** With those that are archived; to be closed. */
  EventCursor history(EventQuery query) throws IOException {
    return access.history(query, caller);
  }

  EventFeed follow(long afterId) {
    return access.follow(afterId, caller);
  }

  /**
   * Returns when the caller may still see events, or there are none to be seen any more.
   *
   * @throws solo.core.capability.AccessDeniedException when it may not
   */
  void requireAdmitted() {
    try {
      query(EventQuery.newest(1));
    } catch (EventStoreException e) {
      // The store has closed: that is how the feed ended.
    }
  }
}
