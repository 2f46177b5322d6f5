package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import solo.eventstore.journal.RecordFormat.Frame;

/** The open algorithm of docs/formats/journal.md: all checks first, then the repair of the tail. */
final class JournalOpener {
  /** An open journal before its writer runs. */
  record Opened(
      OpenReport report, RecordFormat format, Segments segments, SegmentSupply supply, Tail tail) {}

  private static final long NO_TIME = 0;

  private final Path dir;
  private final JournalOptions options;
  private final Disk disk;
  private final Function<UUID, RecordFormat> formats;

  JournalOpener(Path dir, JournalOptions options, Disk disk, Function<UUID, RecordFormat> formats) {
    this.dir = dir;
    this.options = options;
    this.disk = disk;
    this.formats = formats;
  }

  Opened open() throws IOException {
    List<Segment> found = new SegmentCheck(dir, disk).segments();
    return found.isEmpty() ? create() : openExisting(found);
  }

  private Opened create() throws IOException {
    disk.createDirectories(dir);
    SegmentSupply supply = new SegmentSupply(dir, options, disk);
    supply.adoptLeftovers();
    if (!supply.obtain()) {
      throw new DiskFullException(supply.diskFull().orElse("no space in " + dir), null);
    }
    UUID instance = UUID.randomUUID();
    RecordFormat format = formats.apply(instance);
    byte[] link = new byte[RecordFormat.LINK];
    SegmentHeader header = new SegmentHeader(instance, 1, 1, options.segmentBytes(), 0, link);
    Tail tail = supply.start(format, header, new Tail.Last(0, 0, link, NO_TIME));
    OpenReport report = new OpenReport(instance, 0, true, Optional.empty(), 0);
    return new Opened(report, format, new Segments(List.of(tail.segment())), supply, tail);
  }

  private Opened openExisting(List<Segment> found) throws IOException {
    UUID instance = found.get(0).header().instance();
    RecordFormat format = formats.apply(instance);
    long time = NO_TIME;
    for (int i = 1; i < found.size(); i++) {
      time = checkEnd(format, found.get(i - 1), found.get(i)).timeMs();
    }
    Segment last = found.get(found.size() - 1);
    byte[] bytes = readAll(last);
    LastSegmentScan scan = new LastSegmentScan(format, last, bytes, time).run();
    DiskFile file = disk.open(last.file());
    try {
      OpenReport report = report(instance, last, scan);
      Tail tail = repair(format, last, file, scan, bytes);
      SegmentSupply supply = new SegmentSupply(dir, options, disk);
      supply.adoptLeftovers();
      disk.forceDirectory(dir);
      return new Opened(report, format, new Segments(found), supply, tail);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The last record of a segment that is not the last, as the next header names it. */
  private Frame checkEnd(RecordFormat format, Segment segment, Segment next) throws IOException {
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

  private byte[] readAll(Segment segment) throws IOException {
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

  private static OpenReport report(UUID instance, Segment last, LastSegmentScan scan) {
    Optional<OpenReport.Cut> cut =
        scan.used > scan.end
            ? Optional.of(new OpenReport.Cut(last.file(), scan.end, scan.used - scan.end))
            : Optional.empty();
    return new OpenReport(instance, scan.lastId, false, cut, scan.unproven().records());
  }

  /** Makes durable what the page cache shows, and nothing else; then seals it. */
  private static Tail repair(
      RecordFormat format, Segment last, DiskFile file, LastSegmentScan scan, byte[] bytes)
      throws IOException {
    int from = scan.unproven().from();
    if (scan.used > from) {
      Arrays.fill(bytes, scan.end, scan.used, (byte) 0);
      file.write(from, bytes, from, scan.used - from);
      file.force();
    }
    Tail.Last record = new Tail.Last(scan.lastId, scan.lastOffset, scan.lastLink, scan.lastTimeMs);
    Tail tail = new Tail(format, last, file, scan.end, record);
    if (!scan.sealed) {
      tail.unseal();
      tail.seal();
    }
    return tail;
  }
}
