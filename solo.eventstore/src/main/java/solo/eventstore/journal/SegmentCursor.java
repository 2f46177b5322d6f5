package solo.eventstore.journal;

import java.io.IOException;
import java.util.NoSuchElementException;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.JournalWriter.Acked;
import solo.eventstore.journal.RecordFormat.Frame;

/** Walks the segments from the begin of the one that holds the first record asked for. */
final class SegmentCursor implements JournalCursor {
  private final Disk disk;
  private final RecordFormat format;
  private final Segments segments;
  private final Acked end;
  private final long afterId;
  private final Segment first;
  private ChainReader chain;
  private long id;
  private JournalRecord next;

  SegmentCursor(Disk disk, RecordFormat format, Segments segments, Acked end, long afterId) {
    this.disk = disk;
    this.format = format;
    this.segments = segments;
    this.end = end;
    this.afterId = afterId;
    boolean some = afterId < end.id() && !segments.isEmpty();
    this.first = some ? segments.holding(afterId + 1) : null;
    this.id = some ? segments.begin(first).idBefore() : end.id();
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && id < end.id()) {
        JournalRecord record = advance();
        next = record != null && record.id() > afterId ? record : null;
      }
      return next != null;
    } catch (DamagedJournalException e) {
      throw new EventStoreException(EventStoreException.Cause.DAMAGED, e.getMessage(), e);
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "the journal cannot be read: " + e, e);
    }
  }

  @Override
  public JournalRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record after " + id);
    }
    JournalRecord record = next;
    next = null;
    return record;
  }

  @Override
  public void close() {
    id = end.id();
    next = null;
    closeChain();
  }

  /** The next record; null where nothing follows the gap at the end. */
  private JournalRecord advance() throws IOException {
    if (chain == null) {
      chain = new ChainReader(disk, format, segments, first);
    }
    Frame frame = chain.next();
    if (frame == null && chain.id() < end.id()) {
      throw chain.damage();
    }
    id = chain.id();
    JournalRecord record = frame == null ? null : frame.at(chain.lastOffset());
    if (id == end.id()) {
      closeChain();
    }
    return record;
  }

  private void closeChain() {
    try {
      if (chain != null) {
        chain.close();
      }
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "a segment cannot be closed: " + e, e);
    } finally {
      chain = null;
    }
  }
}
