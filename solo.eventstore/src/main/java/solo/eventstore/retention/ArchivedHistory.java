package solo.eventstore.retention;

import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventHistory;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/** The archives of retention, then the log. */
@Component
public final class ArchivedHistory implements EventHistory {
  private final Archives archives;

  @Activate
  public ArchivedHistory(@Reference Archives archives) {
    this.archives = archives;
  }

  @Override
  public EventCursor read(long afterId) throws IOException {
    return new Decoding(archives.history(afterId));
  }

  private record Decoding(JournalCursor records) implements EventCursor {
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
      records.close();
    }
  }
}
