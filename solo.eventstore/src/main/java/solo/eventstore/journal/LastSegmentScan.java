package solo.eventstore.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Finds the longest valid prefix of the last segment and tells a torn tail from damage. Reads only.
 */
final class LastSegmentScan {
  private record Taken(long id, int end) {}

  private final RecordFormat format;
  private final Segment segment;
  private final Gaps gaps;
  private final byte[] bytes;
  private final List<Taken> taken = new ArrayList<>();
  private Gap followed;
  private boolean own;
  private int begin;

  /** Where the valid prefix ends. */
  int end;

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

  LastSegmentScan(RecordFormat format, Segment segment, byte[] bytes, Segments segments) {
    this.format = format;
    this.segment = segment;
    this.gaps = segments.gaps();
    this.bytes = bytes;
    beginAt(segments.begin(segment));
  }

  /** Reads only what follows a time. */
  LastSegmentScan run(long timeBefore) throws DamagedJournalException {
    lastTimeMs = timeBefore;
    Frame frame = next();
    while (frame != null) {
      take(frame);
      frame = next();
    }
    if (own) {
      throw new DamagedJournalException(
          segment.file(),
          end,
          "record " + (lastId + 1) + ", with which an accepted gap ends, is damaged");
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
    int records = 0;
    int from = begin;
    for (Taken record : taken) {
      if (record.id() <= provenId) {
        from = Math.max(from, record.end());
      } else {
        records++;
      }
    }
    return new Unproven(from, records);
  }

  record Unproven(int from, int records) {}

  private void beginAt(Anchor anchor) {
    end = (int) anchor.offset();
    begin = end;
    lastId = anchor.idBefore();
    provenId = Math.max(provenId, lastId);
    lastLink = anchor.link();
    own = anchor.own();
  }

  private Frame next() {
    gaps.stoppingAt(segment, end, followed)
        .filter(Gap::isWithinOneSegment)
        .ifPresent(
            gap -> {
              followed = gap;
              lastTimeMs = Math.max(lastTimeMs, gap.timeMs());
              beginAt(gap.anchor());
            });
    Frame frame = format.decode(bytes, end, bytes.length, segment.number());
    return frame != null && isNext(frame, end) ? frame : null;
  }

  private void take(Frame frame) {
    if (frame.isEvent()) {
      lastId = frame.id();
      lastOffset = end;
      lastLink = frame.link();
      lastTimeMs = frame.timeMs();
      own = false;
      taken.add(new Taken(lastId, end + frame.size()));
    }
    sealed = !frame.isEvent();
    provenId = Math.max(provenId, frame.durableId());
    end += frame.size();
  }

  private boolean isNext(Frame frame, int at) {
    return Anchor.admits(
        lastId, lastLink, own, frame, () -> format.continues(lastLink, frame, bytes, at));
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
