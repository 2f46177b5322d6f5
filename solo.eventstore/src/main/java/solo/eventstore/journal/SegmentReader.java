package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.RecordFormat.Frame;

/** Reads a segment's records through a window. For one thread. */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 64 << 10;

  private final Segment segment;
  private final RecordFormat format;
  private final DiskFile file;
  private byte[] window = new byte[1 << 10];
  private long start;
  private int filled;

  SegmentReader(Disk disk, RecordFormat format, Segment segment) throws IOException {
    this(disk::openForReading, format, segment);
  }

  SegmentReader(Files files, RecordFormat format, Segment segment) throws IOException {
    this.segment = segment;
    this.format = format;
    this.file = files.openForReading(segment.file());
  }

  /** Where segments are read from. */
  interface Files {
    /** As {@link Disk#openForReading}. */
    DiskFile openForReading(Path file) throws IOException;
  }

  Segment segment() {
    return segment;
  }

  /** Whether the header in the file is still the one that is in memory. */
  boolean hasItsHeader() throws IOException {
    byte[] block = new byte[SegmentHeader.SIZE];
    return file.read(0, block, 0, block.length) == block.length
        && Arrays.equals(block, segment.header().encode());
  }

  /**
   * The record at an offset, or null where no whole one starts there. What is in the window is not
   * read again: only records that were there when it was filled can be asked for.
   */
  Frame at(long offset) throws IOException {
    if (offset < SegmentHeader.SIZE || offset >= segment.header().fileSize()) {
      return null;
    }
    require(offset, RecordFormat.HEADER);
    int at = (int) (offset - start);
    int size = RecordFormat.sizeAt(window, at, filled);
    if (size > 0) {
      require(offset, size);
      at = (int) (offset - start);
    }
    return format.decode(window, at, filled, segment.number());
  }

  /** Reads large pieces from now on. */
  SegmentReader sequential() {
    window = new byte[WINDOW];
    return forget();
  }

  /** Drops the window. */
  SegmentReader forget() {
    filled = 0;
    return this;
  }

  /** Whether the record, the last that {@link #at} gave for the offset, continues the chain. */
  boolean continues(byte[] linkBefore, Frame frame, long offset) {
    return format.continues(linkBefore, frame, window, (int) (offset - start));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void require(long offset, int size) throws IOException {
    if (filled > 0 && offset >= start && offset + size <= start + filled) {
      return;
    }
    if (size > window.length) {
      window = new byte[size];
    }
    start = offset;
    filled = file.read(start, window, 0, window.length);
  }
}
