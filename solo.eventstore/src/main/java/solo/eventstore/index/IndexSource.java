package solo.eventstore.index;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** What an index is derived from. Safe for use by many threads. */
public interface IndexSource {

  /** The journal's own id. */
  UUID instance();

  /** The last acknowledged event. */
  long lastId();

  /** The last event that was taken out, 0 for none: nothing up to it is in an index. */
  default long takenOutThrough() {
    return 0;
  }

  /** The link of an acknowledged event, 32 zeros for id 0. */
  byte[] linkAt(long id);

  /** Up to so many events right after an id from memory; empty where they are not held there. */
  List<Indexed> recent(long afterId, int most);

  /** The first event that memory holds; one more than the last where it holds none. */
  long recentFrom();

  /** The events after an id, from the journal: at least those that memory does not hold. */
  Entries read(long afterId);

  /** Events in order. For one thread. */
  interface Entries extends Iterator<Indexed>, AutoCloseable {
    @Override
    void close();
  }
}
