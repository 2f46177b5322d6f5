package solo.eventstore.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import solo.core.disk.Disk;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Reads one record after the other over segments and accepted gaps, each checked against its
 * checksum and the chain, up to the first that is not what is expected. For one thread.
 */
final class ChainReader implements AutoCloseable {
  private final SegmentReader.Files files;
  private final RecordFormat format;
  private final Segments segments;
  private SegmentReader reader;
  private Gap followed;
  private long offset;
  private long lastOffset;
  private long id;
  private byte[] link;
  private boolean own;
  private long timeMs;
  private long provenId;

  /** Begins with a segment. */
  ChainReader(Disk disk, RecordFormat format, Segments segments, Segment first) throws IOException {
    this(disk::openForReading, format, segments, first);
  }

  ChainReader(SegmentReader.Files files, RecordFormat format, Segments segments, Segment first)
      throws IOException {
    this.files = files;
    this.format = format;
    this.segments = segments;
    enter(first);
  }

  /**
   * The next record of an event, or null where none that is expected follows: then {@link #segment}
   * and {@link #offset} say where.
   */
  Frame next() throws IOException {
    while (true) {
      Optional<Gap> gap = segments.gaps().stoppingAt(segment(), offset, followed);
      Segment holder = segments.holding(id + 1);
      if (gap.isPresent()) {
        if (!follow(gap.get())) {
          return null;
        }
      } else if (holder.number() != segment().number()) {
        if (!continuesIn(holder)) {
          return null;
        }
        enter(holder);
      } else {
        Frame frame = reader.at(offset);
        if (frame == null || !isExpected(frame)) {
          return null;
        }
        take(frame);
        if (frame.isEvent()) {
          return frame;
        }
      }
    }
  }

  Segment segment() {
    return reader.segment();
  }

  /** Behind what was read, where the next record is expected. */
  long offset() {
    return offset;
  }

  /** Of the last record. */
  long lastOffset() {
    return lastOffset;
  }

  /** Of the last record, or one below the next where a gap has just ended. */
  long id() {
    return id;
  }

  byte[] link() {
    return link;
  }

  long timeMs() {
    return timeMs;
  }

  /** The highest id that a record names as durable. */
  long provenId() {
    return provenId;
  }

  /** What is wrong where it stopped. */
  DamagedJournalException damage() {
    Segment holder = segments.holding(id + 1);
    return holder.number() != segment().number()
        ? new DamagedJournalException(
            holder.file(), 0, "the segment does not continue record " + id)
        : new DamagedJournalException(
            segment().file(), offset, "record " + (id + 1) + " is not what was written");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private boolean isExpected(Frame frame) {
    return Anchor.admits(id, link, own, frame, () -> reader.continues(link, frame, offset));
  }

  private void take(Frame frame) {
    if (frame.isEvent()) {
      lastOffset = offset;
      id = frame.id();
      link = frame.link();
      own = false;
      timeMs = frame.timeMs();
    }
    provenId = Math.max(provenId, frame.durableId());
    offset += frame.size();
  }

  /** Where a gap leads into a segment, its chain was accepted with the gap. */
  private boolean continuesIn(Segment next) {
    return segments.gaps().into(next.firstId()).isPresent()
        || Arrays.equals(link, next.header().linkBefore());
  }

  /** False where the segment in which it goes on is not made yet, or it is no gap of this place. */
  private boolean follow(Gap gap) throws IOException {
    if (gap.firstLost() != id + 1) {
      return false;
    }
    followed = gap;
    timeMs = Math.max(timeMs, gap.timeMs());
    Segment target = segments.holding(gap.resume().firstId());
    if (target.number() != gap.resume().number()) {
      id = gap.lastLost();
      return false;
    }
    if (target.number() != segment().number()) {
      enter(target);
    } else {
      begin(gap.anchor());
    }
    return true;
  }

  private void enter(Segment segment) throws IOException {
    if (reader != null) {
      reader.close();
    }
    reader = new SegmentReader(files, format, segment).sequential();
    Optional<Gap> into = segments.gaps().into(segment.firstId());
    into.ifPresent(gap -> timeMs = gap.timeMs());
    if (into.filter(gap -> gap.after() == Gap.After.HEADERLESS).isEmpty()) {
      requireHeader();
    }
    begin(segments.begin(segment));
  }

  /** The chain does not go through it, but the next start reads it. */
  private void requireHeader() throws IOException {
    if (!reader.hasItsHeader()) {
      reader.close();
      throw new DamagedJournalException(
          segment().file(), 0, "the segment's header is not what was written");
    }
  }

  private void begin(Anchor anchor) {
    offset = anchor.offset();
    id = anchor.idBefore();
    link = anchor.link();
    own = anchor.own();
  }
}
