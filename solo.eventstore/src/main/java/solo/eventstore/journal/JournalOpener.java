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
import solo.core.disk.DiskFullException;

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
    Optional<Survey> survey = Survey.of(dir, disk, formats, GapFile.all(dir, disk));
    new Leftovers(dir, disk, survey.flatMap(found -> found.segments().base())).remove();
    if (survey.isEmpty()) {
      return create();
    }
    return survey.get().toMake().isPresent()
        ? goOn(survey.get(), survey.get().toMake().get())
        : openExisting(survey.get());
  }

  private Opened create() throws IOException {
    disk.createDirectories(dir);
    SegmentSupply supply = supply();
    UUID instance = UUID.randomUUID();
    RecordFormat format = formats.apply(instance);
    byte[] link = new byte[RecordFormat.LINK];
    SegmentHeader header = new SegmentHeader(instance, 1, 1, options.segmentBytes(), 0, link);
    Tail tail = supply.start(format, header, new Tail.Last(0, 0, link, NO_TIME));
    OpenReport report = new OpenReport(instance, 0, NO_TIME, true, Optional.empty(), 0, List.of());
    Segments segments = new Segments(List.of(tail.segment()), Gaps.NONE, Optional.empty());
    return new Opened(report, format, segments, supply, tail);
  }

  /** Nothing whole follows the gap at the end: its files are left as they are. */
  private Opened goOn(Survey survey, Gap gap) throws IOException {
    SegmentSupply supply = supply();
    SegmentHeader header =
        new SegmentHeader(
            gap.instance(),
            gap.resume().number(),
            gap.next(),
            options.segmentBytes(),
            0,
            gap.link());
    Tail.Last last = new Tail.Last(gap.lastLost(), 0, gap.link(), gap.timeMs());
    Tail tail = supply.start(survey.format(), header, last);
    Segments segments = survey.segments();
    segments.put(tail.segment());
    OpenReport report = report(survey, last, 0);
    return new Opened(report, survey.format(), segments, supply, tail);
  }

  private SegmentSupply supply() throws IOException {
    SegmentSupply supply = new SegmentSupply(dir, options, disk);
    supply.adoptLeftovers();
    if (!supply.obtain()) {
      throw new DiskFullException(supply.diskFull().orElse("no space in " + dir), null);
    }
    return supply;
  }

  private Opened openExisting(Survey survey) throws IOException {
    LastSegmentScan scan = survey.scan();
    Segment last = survey.last();
    DiskFile file = disk.open(last.file());
    try {
      OpenReport report = report(survey, lastOf(scan), scan.unproven().records());
      Tail tail = repair(survey.format(), last, file, scan, survey.bytes());
      SegmentSupply supply = new SegmentSupply(dir, options, disk);
      supply.adoptLeftovers();
      disk.forceDirectory(dir);
      return new Opened(report, survey.format(), survey.segments(), supply, tail);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static OpenReport report(Survey survey, Tail.Last last, int rewritten) {
    return new OpenReport(
        survey.format().instance(),
        last.id(),
        last.timeMs(),
        false,
        survey.cut(),
        rewritten,
        survey.segments().gaps().all());
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
    Tail tail = new Tail(format, last, file, scan.end, lastOf(scan));
    if (!scan.sealed) {
      tail.unseal();
      tail.seal();
    }
    return tail;
  }

  private static Tail.Last lastOf(LastSegmentScan scan) {
    return new Tail.Last(scan.lastId, scan.lastOffset, scan.lastLink, scan.lastTimeMs);
  }
}
