package solo.eventstore.journal;

import java.nio.ByteBuffer;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Finds the longest valid prefix of the last segment and tells a torn tail from damage. Reads only.
 */
final class LastSegmentScan {
  private final RecordFormat format;
  private final Segment segment;
  private final byte[] bytes;

  /** Where the valid prefix ends. */
  int end = SegmentHeader.SIZE;

  /** The last record's id, place, link and time; the segment before's where there is none here. */
  long lastId;

  int lastOffset;
  byte[] lastLink;
  long lastTimeMs;

  /** Whether the last record has a seal after it. */
  boolean sealed = true;

  /** The highest id that a valid record or the header names as durable. */
  long provenId;

  /** One past the last byte that is not zero, at least {@link #end}. */
  int used;

  LastSegmentScan(RecordFormat format, Segment segment, byte[] bytes, long timeBefore) {
    this.format = format;
    this.segment = segment;
    this.bytes = bytes;
    this.lastId = segment.firstId() - 1;
    this.provenId = lastId;
    this.lastLink = segment.header().linkBefore();
    this.lastTimeMs = timeBefore;
  }

  LastSegmentScan run() throws DamagedJournalException {
    Frame frame = format.decode(bytes, end, bytes.length, segment.number());
    while (frame != null && isNext(frame, end)) {
      take(frame);
      frame = format.decode(bytes, end, bytes.length, segment.number());
    }
    used = bytes.length;
    while (used > end && bytes[used - 1] == 0) {
      used--;
    }
    refuseDamage();
    return this;
  }

  /** Where what is to be written again begins, and how many records it holds. */
  Unproven unproven() {
    int at = SegmentHeader.SIZE;
    int records = 0;
    int from = at;
    while (at < end) {
      Frame frame = format.decode(bytes, at, end, segment.number());
      at += frame.size();
      if (frame.isEvent() && frame.id() <= provenId) {
        from = at;
      } else if (frame.isEvent()) {
        records++;
      }
    }
    return new Unproven(from, records);
  }

  record Unproven(int from, int records) {}

  private void take(Frame frame) {
    if (frame.isEvent()) {
      lastId = frame.id();
      lastOffset = end;
      lastLink = frame.link();
      lastTimeMs = frame.timeMs();
    }
    sealed = !frame.isEvent();
    provenId = Math.max(provenId, frame.durableId());
    end += frame.size();
  }

  private boolean isNext(Frame frame, int at) {
    long expected = frame.isEvent() ? lastId + 1 : lastId;
    return frame.id() == expected && format.continues(lastLink, frame, bytes, at);
  }

  /** Looks for a later record that says that what is bad at {@link #end} was durable. */
  private void refuseDamage() throws DamagedJournalException {
    int at = end;
    while (at < used) {
      Frame later = isMagic(at) ? format.decode(bytes, at, bytes.length, segment.number()) : null;
      if (later != null && proves(later, at)) {
        throw new DamagedJournalException(
            segment.file(),
            end,
            "record "
                + (lastId + 1)
                + " is damaged: a later one, at "
                + at
                + ", says it was whole");
      }
      at += later == null ? 8 : later.size();
    }
  }

  private boolean proves(Frame later, int at) {
    // A record that continues the chain after a gap follows a seal, which was forced before it.
    return later.durableId() > lastId || later.isEvent() && isNext(later, at);
  }

  private boolean isMagic(int at) {
    return bytes.length - at >= RecordFormat.HEADER
        && ByteBuffer.wrap(bytes).getInt(at) == RecordFormat.MAGIC;
  }
}
