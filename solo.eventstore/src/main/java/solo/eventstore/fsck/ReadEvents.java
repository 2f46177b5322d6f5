package solo.eventstore.fsck;

import java.util.Collections;
import java.util.Iterator;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/** The events of a journal that nobody has open, for other stores to compare themselves with. */
final class ReadEvents implements EventCursor {
  private final Iterator<JournalRecord> records;
  private final Runnable close;

  ReadEvents(JournalCursor cursor) {
    this(cursor, cursor::close);
  }

  private ReadEvents(Iterator<JournalRecord> records, Runnable close) {
    this.records = records;
    this.close = close;
  }

  /** Where there is no journal. */
  static ReadEvents none() {
    return new ReadEvents(Collections.emptyIterator(), () -> {});
  }

  @Override
  public boolean hasNext() {
    return records.hasNext();
  }

  @Override
  public Event next() {
    JournalRecord record = records.next();
    return EventCodec.decode(record.id(), record.timeMs(), record.body());
  }

  @Override
  public void close() {
    close.run();
  }
}
