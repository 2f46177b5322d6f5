package solo.eventstore.journal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.JournalWriter.Acked;
import solo.eventstore.journal.RecordFormat.Frame;

/** Reads single records by their place, with the files of a few segments kept open. */
final class RecordLookup implements AutoCloseable {
  private static final int OPEN_FILES = 16;

  private final Disk disk;
  private final RecordFormat format;
  private final Segments segments;
  private final Map<Long, SegmentReader> readers = new LinkedHashMap<>(16, 0.75f, true);

  RecordLookup(Disk disk, RecordFormat format, Segments segments) {
    this.disk = disk;
    this.format = format;
    this.segments = segments;
  }

  synchronized JournalRecord at(long number, long offset, Acked end) {
    boolean acknowledged =
        offset >= SegmentHeader.SIZE
            && (number < end.segment() || number == end.segment() && offset < end.end());
    Segment segment =
        segments
            .numbered(number)
            .filter(known -> acknowledged)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no acknowledged record at segment " + number + ", offset " + offset));
    try {
      Frame frame = reader(segment).forget().at(offset);
      if (frame == null || !frame.isEvent()) {
        throw new EventStoreException(
            EventStoreException.Cause.DAMAGED,
            segment.file() + ", offset " + offset + ": no whole record starts here",
            null);
      }
      return frame.at(offset);
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, segment.file() + " cannot be read: " + e, e);
    }
  }

  /** Lets go of a segment's file, which is to be removed. */
  synchronized void forget(Segment gone) throws IOException {
    try (SegmentReader open = readers.remove(gone.number())) {
      if (open != null) {
        open.forget();
      }
    }
  }

  @Override
  public synchronized void close() {
    while (!readers.isEmpty()) {
      closeEldest();
    }
  }

  private SegmentReader reader(Segment segment) throws IOException {
    SegmentReader known = readers.get(segment.number());
    if (known == null) {
      if (readers.size() >= OPEN_FILES) {
        closeEldest();
      }
      known = new SegmentReader(disk, format, segment);
      readers.put(segment.number(), known);
    }
    return known;
  }

  private void closeEldest() {
    Long eldest = readers.keySet().iterator().next();
    try (SegmentReader gone = readers.remove(eldest)) {
      gone.forget();
    } catch (IOException e) {
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, "a segment cannot be closed: " + e, e);
    }
  }
}
