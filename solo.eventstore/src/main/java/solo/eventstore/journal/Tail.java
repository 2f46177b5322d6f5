package solo.eventstore.journal;

import java.io.IOException;
import java.util.Arrays;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * The live segment's end. For the writer's thread only. After an exception it is not to be used
 * again: what the file holds is then unknown.
 */
final class Tail implements AutoCloseable {
  /** What is written last, and where. */
  record Last(long id, long offset, byte[] link, long timeMs) {}

  private static final byte[] NO_BODY = new byte[0];

  private final RecordFormat format;
  private final Segment segment;
  private final DiskFile file;
  private byte[] buffer = new byte[64 << 10];
  private int buffered;
  private long position;
  private Last last;
  private long durableId;
  private boolean sealed;

  /** Everything up to the position is durable. */
  Tail(RecordFormat format, Segment segment, DiskFile file, long position, Last last) {
    this.format = format;
    this.segment = segment;
    this.file = file;
    this.position = position;
    this.last = last;
    this.durableId = last.id;
    this.sealed = true;
  }

  Segment segment() {
    return segment;
  }

  Last last() {
    return last;
  }

  /** Where the next record goes; what is added but not committed counts. */
  long position() {
    return position + buffered;
  }

  /** How many bytes of events there is room for; a seal always has its own. */
  long left() {
    return segment.header().fileSize() - position() - RecordFormat.SEAL_SIZE;
  }

  boolean isSealed() {
    return sealed;
  }

  void unseal() {
    sealed = false;
  }

  /** Adds a record to the batch; there must be room for it. */
  JournalRecord add(byte[] body, long nowMs) {
    long at = position();
    Frame frame = frame(RecordFormat.EVENT, last.id + 1, Math.max(nowMs, last.timeMs), body);
    byte[] link = encode(frame);
    last = new Last(frame.id(), at, link, frame.timeMs());
    return new JournalRecord(frame.id(), frame.timeMs(), link, segment.number(), at, body);
  }

  /** Writes and forces the batch. */
  void commit() throws IOException {
    if (buffered > 0) {
      write();
      durableId = last.id;
      sealed = false;
    }
  }

  /** Writes and forces a seal, so that the last batch has a witness. The batch must be empty. */
  void seal() throws IOException {
    if (!sealed && left() >= 0) {
      encode(frame(RecordFormat.SEAL, last.id, last.timeMs, NO_BODY));
      write();
    }
    sealed = true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private Frame frame(int kind, long id, long timeMs, byte[] body) {
    return new Frame(kind, segment.number(), id, durableId, timeMs, null, body);
  }

  private byte[] encode(Frame frame) {
    int end = buffered + frame.size();
    if (end > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(end, buffer.length * 2));
    }
    byte[] link = format.encode(frame, last.link, buffer, buffered);
    buffered = end;
    return link;
  }

  private void write() throws IOException {
    file.write(position, buffer, 0, buffered);
    file.force();
    position += buffered;
    buffered = 0;
  }
}
