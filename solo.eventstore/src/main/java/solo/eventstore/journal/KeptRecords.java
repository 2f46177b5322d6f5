package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.RecordFormat.Frame;

/** Reads a base's records, each checked against its checksum. For one thread. */
final class KeptRecords implements AutoCloseable {
  private final Disk disk;
  private final RecordFormat format;
  private final Base base;
  private DiskFile file;
  private int next;

  KeptRecords(Disk disk, RecordFormat format, Base base, int first) {
    this.disk = disk;
    this.format = format;
    this.base = base;
    this.next = first;
  }

  boolean hasNext() {
    return next < base.kept();
  }

  /** Where the next record begins. */
  long offset() {
    return base.offset(next);
  }

  /** The next record; there has to be one. */
  Frame next() throws IOException {
    if (file == null) {
      file = disk.openForReading(base.file());
    }
    Frame frame = at(file, format, offset());
    if (frame == null || frame.id() != base.id(next)) {
      throw DamagedJournalException.irreplaceable(
          base.file(), offset(), "kept record " + base.id(next) + " is not what was written");
    }
    next++;
    return frame;
  }

  /** The record at an offset, null where no whole one of any segment is there. */
  static Frame at(DiskFile file, RecordFormat format, long offset) throws IOException {
    byte[] header = new byte[RecordFormat.HEADER];
    int count = file.read(offset, header, 0, header.length);
    int size = RecordFormat.sizeAt(header, 0, count);
    if (size < 0) {
      return null;
    }
    byte[] record = new byte[size];
    long segment = ByteBuffer.wrap(header).getLong(RecordFormat.SEGMENT_AT);
    count = file.read(offset, record, 0, size);
    Frame frame = format.decode(record, 0, count, segment);
    return frame == null || !frame.isEvent() ? null : frame;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    next = base.kept();
  }
}
