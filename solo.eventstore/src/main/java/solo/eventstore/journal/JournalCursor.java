package solo.eventstore.journal;

import java.util.Iterator;

/**
 * Records in the order of their ids, each checked against its checksum and the chain. Both methods
 * throw {@link solo.core.event.EventStoreException}: of cause DAMAGED where a record is not what
 * was written, of IO_FAILURE where it cannot be read. For one thread. Closing it twice is fine.
 */
public interface JournalCursor extends Iterator<JournalRecord>, AutoCloseable {
  @Override
  void close();
}
