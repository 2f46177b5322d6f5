package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * What the checks of an open have found, none of which writes. Bounded: of segments that are not
 * the last it reads the header and the last record.
 *
 * @param toMake the gap after which the log goes on in a segment that has yet to be made; then the
 *     three that follow are null
 * @param last the last segment
 * @param bytes all of it
 * @param scan its records
 */
record Survey(
    RecordFormat format,
    Segments segments,
    Optional<Gap> toMake,
    Segment last,
    byte[] bytes,
    LastSegmentScan scan) {

  private static final long NO_TIME = 0;

  /**
   * Checks a journal, but for accepted gaps.
   *
   * @return empty where there is none yet
   * @throws DamagedJournalException for the first thing that is wrong
   */
  static Optional<Survey> of(Path dir, Disk disk, Function<UUID, RecordFormat> formats, Gaps gaps)
      throws IOException {
    Optional<Base> base = BaseFile.newest(dir, disk);
    return of(dir, disk, formats, gaps.behind(base), base);
  }

  private static Optional<Survey> of(
      Path dir, Disk disk, Function<UUID, RecordFormat> formats, Gaps gaps, Optional<Base> base)
      throws IOException {
    List<Segment> found = new SegmentCheck(dir, disk, gaps, base).segments();
    if (found.isEmpty() && gaps.all().isEmpty()) {
      return Optional.empty();
    }
    UUID instance =
        found.isEmpty() ? gaps.all().get(0).instance() : found.get(0).header().instance();
    RecordFormat format = formats.apply(instance);
    Segments segments = new Segments(found, gaps, base);
    long time = base.map(b -> b.facts().timeMs()).orElse(NO_TIME);
    for (int i = 0; i < found.size(); i++) {
      Segment before = i == 0 ? null : found.get(i - 1);
      time = timeBefore(disk, format, gaps, before, found.get(i)).orElse(time);
    }
    Optional<Gap> toMake = toMake(gaps, found);
    if (toMake.isPresent()) {
      requireItsPlace(dir, disk, format, segments, toMake.get());
      return Optional.of(new Survey(format, segments, toMake, null, null, null));
    }
    Segment last = found.get(found.size() - 1);
    byte[] bytes = readAll(disk, last);
    LastSegmentScan scan = new LastSegmentScan(format, last, bytes, segments).run(time);
    return Optional.of(new Survey(format, segments, toMake, last, bytes, scan));
  }

  /** The last id there is or was. */
  long lastId() {
    return toMake.map(Gap::lastLost).orElseGet(() -> scan.lastId);
  }

  /** What an open would cut. */
  Optional<OpenReport.Cut> cut() {
    return toMake.isEmpty() && scan.used > scan.end
        ? Optional.of(new OpenReport.Cut(last.file(), scan.end, scan.used - scan.end))
        : Optional.empty();
  }

  /** The end of what is read from it. */
  JournalWriter.Acked end() {
    return toMake
        .map(gap -> new JournalWriter.Acked(gap.lastLost(), gap.link(), Long.MAX_VALUE, 0))
        .orElseGet(
            () -> new JournalWriter.Acked(scan.lastId, scan.lastLink, last.number(), scan.end));
  }

  private static Optional<Gap> toMake(Gaps gaps, List<Segment> found) {
    return gaps.all().stream()
        .filter(gap -> found.stream().noneMatch(s -> s.firstId() == gap.resume().firstId()))
        .findFirst();
  }

  /** What is before it is read up to the first id that it gives up. */
  private static void requireItsPlace(
      Path dir, Disk disk, RecordFormat format, Segments segments, Gap gap) throws IOException {
    long before = segments.base().map(Base::through).orElse(0L);
    if (gap.stop().number() > 0) {
      before = lastBefore(disk, format, segments, gap);
    }
    if (before != gap.firstLost() - 1) {
      throw DamagedJournalException.misplaced(
          dir.resolve(GapFile.name(gap.firstLost())),
          "it gives up all from event %d on, and the log is read up to event %d; move it away"
              .formatted(gap.firstLost(), before));
    }
  }

  private static long lastBefore(Disk disk, RecordFormat format, Segments segments, Gap gap)
      throws IOException {
    Optional<Segment> holder =
        segments.all().stream().filter(one -> one.firstId() == gap.stop().firstId()).findFirst();
    if (holder.isEmpty()) {
      return -1;
    }
    try (ChainReader chain = new ChainReader(disk, format, segments, holder.get())) {
      while (chain.next() != null) {
        // up to where it ends
      }
      return chain.id() == gap.lastLost() ? gap.firstLost() - 1 : chain.id();
    }
  }

  private static Optional<Long> timeBefore(
      Disk disk, RecordFormat format, Gaps gaps, Segment before, Segment segment)
      throws IOException {
    Optional<Gap> gap = gaps.into(segment.firstId());
    if (gap.isPresent()) {
      return Optional.of(gap.get().timeMs());
    }
    return before == null
        ? Optional.empty()
        : Optional.of(checkEnd(disk, format, before, segment).timeMs());
  }

  /** The last record of a segment that is not the last, as the next header names it. */
  private static Frame checkEnd(Disk disk, RecordFormat format, Segment segment, Segment next)
      throws IOException {
    long offset = next.header().lastOffsetBefore();
    try (SegmentReader reader = new SegmentReader(disk, format, segment)) {
      Frame frame = reader.at(offset);
      boolean whole =
          frame != null
              && frame.isEvent()
              && frame.id() == next.firstId() - 1
              && Arrays.equals(frame.link(), next.header().linkBefore());
      if (!whole) {
        throw new DamagedJournalException(
            segment.file(),
            offset,
            "record " + (next.firstId() - 1) + ", which " + next.file() + " continues, is damaged");
      }
      return frame;
    }
  }

  private static byte[] readAll(Disk disk, Segment segment) throws IOException {
    byte[] bytes = new byte[(int) segment.header().fileSize()];
    try (DiskFile file = disk.openForReading(segment.file())) {
      int count = file.read(0, bytes, 0, bytes.length);
      if (count < bytes.length) {
        throw new DamagedJournalException(
            segment.file(), count, "the file ends here, expected " + bytes.length + " bytes");
      }
    }
    return bytes;
  }
}
