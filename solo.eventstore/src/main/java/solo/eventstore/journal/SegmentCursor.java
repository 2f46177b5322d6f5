package solo.eventstore.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
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
  private SegmentReader reader;
  private long offset;
  private long id;
  private byte[] link;
  private JournalRecord next;

  SegmentCursor(Disk disk, RecordFormat format, Segments segments, Acked end, long afterId) {
    this.disk = disk;
    this.format = format;
    this.segments = segments;
    this.end = end;
    this.afterId = afterId;
    this.id = afterId < end.id() ? segments.holding(afterId + 1).firstId() - 1 : end.id();
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && id < end.id()) {
        JournalRecord record = advance();
        next = record.id() > afterId ? record : null;
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
    closeReader();
  }

  private JournalRecord advance() throws IOException {
    if (reader == null) {
      enter(segments.holding(id + 1));
    }
    Frame frame = checked(reader.at(offset));
    while (!frame.isEvent()) {
      offset += frame.size();
      frame = checked(reader.at(offset));
    }
    JournalRecord record = frame.at(offset);
    offset += frame.size();
    id = frame.id();
    link = frame.link();
    if (id == end.id() || segments.holding(id + 1).number() != reader.segment().number()) {
      closeReader();
    }
    return record;
  }

  private void enter(Segment segment) throws IOException {
    byte[] before = segment.header().linkBefore();
    if (link != null && !Arrays.equals(link, before)) {
      throw new DamagedJournalException(
          segment.file(), 0, "the segment does not continue record " + id);
    }
    reader = new SegmentReader(disk, format, segment).sequential();
    offset = SegmentHeader.SIZE;
    link = before;
  }

  private Frame checked(Frame frame) throws DamagedJournalException {
    long expected = frame != null && !frame.isEvent() ? id : id + 1;
    if (frame == null || frame.id() != expected || !reader.continues(link, frame, offset)) {
      throw new DamagedJournalException(
          reader.segment().file(), offset, "record " + (id + 1) + " is not what was written");
    }
    return frame;
  }

  private void closeReader() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "a segment cannot be closed: " + e, e);
    } finally {
      reader = null;
    }
  }
}
