package solo.eventstore.provider;

import java.util.Iterator;
import java.util.NoSuchElementException;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/** Events of an iterator; what is below is closed with it. */
final class EventReading implements EventCursor {
  private final Iterator<Event> events;
  private final Runnable onClose;
  private boolean closed;

  EventReading(Iterator<Event> events, Runnable onClose) {
    this.events = events;
    this.onClose = onClose;
  }

  /** The events of records. */
  static EventReading of(JournalCursor records) {
    Iterator<Event> decoding =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return records.hasNext();
          }

          @Override
          public Event next() {
            return decoded(records.next());
          }
        };
    return new EventReading(decoding, records::close);
  }

  static Event decoded(JournalRecord record) {
    return EventCodec.decode(record.id(), record.timeMs(), record.body());
  }

  @Override
  public boolean hasNext() {
    return !closed && events.hasNext();
  }

  @Override
  public Event next() {
    if (closed) {
      throw new NoSuchElementException("the cursor is closed");
    }
    return events.next();
  }

  @Override
  public void close() {
    closed = true;
    onClose.run();
  }
}
