package solo.capability.provider;

import java.time.Instant;
import java.util.List;
import org.osgi.service.log.Logger;
import solo.capability.store.TokenStore;
import solo.capability.token.TokenTable;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;

/** Where the table begins: at what the store has, or empty at the log's begin. */
final class Beginning {
  private final EventStore events;
  private final TokenStore store;
  private final Logger logger;

  Beginning(EventStore events, TokenStore store, Logger logger) {
    this.events = events;
    this.store = store;
    this.logger = logger;
  }

  /**
   * Fills the table. Those that have expired are among its tokens, since the log behind the store
   * may have a renewal of one: they are removed when all of it is applied.
   *
   * @return the event that the table is at
   */
  long fill(TokenTable table, TokenTable.Changes changes) {
    long at = fromStore(table);
    if (at == 0) {
      table.clear();
    } else {
      limits(table, changes, at);
    }
    return at;
  }

  private long fromStore(TokenTable table) {
    try {
      TokenStore.Restored found = store.restoreAll(Instant.EPOCH, table::restore);
      if (found.at() <= events.lastId()) {
        return found.at();
      }
      logger.error("the token store is at event {}, behind the log's last", found.at());
    } catch (RuntimeException e) {
      logger.error("the token store is of no use, so tokens are read from the log", e);
    }
    return 0;
  }

  /** The store has tokens alone; the few limits are found by the log's index. */
  private void limits(TokenTable table, TokenTable.Changes changes, long at) {
    long since = 0;
    List<Event> page;
    do {
      page = events.query(after(since));
      for (Event event : page) {
        since = event.id();
        if (since <= at) {
          table.apply(event, changes);
        }
      }
    } while (page.size() == EventQuery.MAX_LIMIT && since < at);
  }

  private static EventQuery after(long since) {
    String type = Payload.typeOf(Payload.LimitsChanged.class);
    return new EventQuery("", "", type, since, EventQuery.MAX_LIMIT, false);
  }
}
