package solo.eventstore.journal;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.JournalWriter.Acked;

/** The kept records of what was taken out, then those of the segments. */
final class LogCursor implements JournalCursor {
  private final Optional<KeptRecords> kept;
  private final SegmentCursor segments;
  private boolean closed;

  LogCursor(Disk disk, RecordFormat format, Segments segments, Acked end, long afterId) {
    long through = segments.base().map(Base::through).orElse(0L);
    kept = segments.base().map(base -> base.records(disk, format, afterId));
    this.segments = new SegmentCursor(disk, format, segments, end, Math.max(afterId, through));
  }

  @Override
  public boolean hasNext() {
    return !closed && (hasKept() || segments.hasNext());
  }

  private boolean hasKept() {
    return kept.filter(KeptRecords::hasNext).isPresent();
  }

  @Override
  public JournalRecord next() {
    if (closed) {
      throw new NoSuchElementException("the cursor is closed");
    }
    return hasKept() ? nextKept(kept.orElseThrow()) : segments.next();
  }

  private static JournalRecord nextKept(KeptRecords records) {
    try {
      long offset = records.offset();
      JournalRecord record = records.next().kept(offset);
      if (!records.hasNext()) {
        records.close();
      }
      return record;
    } catch (DamagedJournalException e) {
      throw new EventStoreException(EventStoreException.Cause.DAMAGED, e.getMessage(), e);
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "the journal's base cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (kept.isPresent()) {
        kept.get().close();
      }
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "the journal's base cannot be closed: " + e, e);
    } finally {
      segments.close();
    }
  }
}
