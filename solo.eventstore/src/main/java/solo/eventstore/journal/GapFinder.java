package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.Gap.After;
import solo.eventstore.journal.Gap.Place;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Works out the gap that would have to be accepted for the first damage of a journal: from behind
 * the last good record to the next whole one. Reads only.
 */
final class GapFinder {
  /**
   * How far an id that is said elsewhere may be ahead of what else is known and still be believed.
   */
  private static final long PLAUSIBLE = 10_000_000;

  private static final int LARGEST_SEGMENT = 64 << 20;
  private static final Gap.Acceptance NOBODY = new Gap.Acceptance(Instant.EPOCH, "", "", "");

  private final Path dir;
  private final Disk disk;
  private final Gaps gaps;
  private final long seenId;
  private final SegmentCheck check;
  private final Optional<Base> base;
  private final Map<Long, Path> files;

  /** Where the good part ends, and what is wrong there. */
  private record Stop(
      Place place,
      long id,
      byte[] link,
      long timeMs,
      long proven,
      DamagedJournalException problem) {}

  /**
   * The first whole record in a file after a place, and what all whole ones after it tell.
   *
   * @param lastEnd behind the last of them
   * @param used behind the last byte that is not zero
   * @param full how large the file was, as far as can be told
   */
  private record Sought(
      Frame event, long offset, long highest, long lastEnd, int used, int size, long full) {

    /** In how many bytes there may have been records of which nothing tells. */
    long unexplained() {
      boolean zerosFollow = used + RecordFormat.HEADER <= size;
      return Math.max(0, (zerosFollow ? used : Math.max(full, size)) - lastEnd);
    }
  }

  GapFinder(Path dir, Disk disk, Gaps gaps, long seenId) throws IOException {
    this.dir = dir;
    this.seenId = seenId;
    this.disk = disk;
    this.base = BaseFile.newest(dir, disk);
    this.gaps = gaps.behind(base);
    this.check = new SegmentCheck(dir, disk, this.gaps, base);
    this.files = check.files();
  }

  /** The gap for the first damage, and what is damaged; the journal has to have one. */
  JournalCheck.Damage find() throws IOException {
    UUID instance = instance();
    RecordFormat format = new RecordFormat(instance);
    Stop stop = stop(format, check.look());
    return new JournalCheck.Damage(stop.problem, gapAfter(instance, format, stop));
  }

  private Gap gapAfter(UUID instance, RecordFormat format, Stop stop) throws IOException {
    List<Sought> seen = new ArrayList<>();
    if (stop.place.number() > 0) {
      Path file = files.get(stop.place.firstId());
      Sought here = seek(format, file, stop.place.offset(), stop.place.number(), stop.id);
      if (here.event != null && here.event.id() < firstIdAfter(stop)) {
        return inside(instance, stop, here);
      }
      seen.add(here);
    }
    for (long firstId : new TreeMap<>(files).tailMap(stop.place.firstId(), false).keySet()) {
      Gap gap = goingOnIn(instance, format, stop, firstId, seen);
      if (gap != null) {
        return gap;
      }
    }
    return nothingFollows(instance, stop, seen);
  }

  private UUID instance() throws IOException {
    List<SegmentHeader> headers = new ArrayList<>();
    for (Path file : files.values()) {
      try {
        headers.add(check.header(file));
      } catch (DamagedJournalException e) {
        // the others tell
      }
    }
    return SegmentCheck.instance(headers)
        .or(() -> base.map(b -> b.facts().instance()))
        .orElseGet(() -> gaps.all().isEmpty() ? UUID.randomUUID() : gaps.all().get(0).instance());
  }

  private Stop stop(RecordFormat format, SegmentCheck.Found found) throws IOException {
    List<Segment> sound = found.sound();
    if (sound.isEmpty()) {
      return begin(found.problem());
    }
    Segments segments = new Segments(sound, gaps, base);
    try (ChainReader chain = new ChainReader(disk, format, segments, sound.get(0))) {
      while (chain.next() != null) {
        // up to what is not as expected
      }
      Segment last = chain.segment();
      boolean atEnd = last == sound.get(sound.size() - 1) && found.problem() != null;
      return new Stop(
          new Place(last.number(), last.firstId(), chain.offset()),
          chain.id(),
          chain.link(),
          chain.timeMs(),
          chain.provenId(),
          atEnd ? found.problem() : chain.damage());
    }
  }

  /** Before the first segment: where the base ends, if there is one. */
  private Stop begin(DamagedJournalException problem) {
    byte[] none = new byte[RecordFormat.LINK];
    return base.map(Base::facts)
        .map(f -> new Stop(Place.BEGIN, f.through(), f.link(), f.timeMs(), f.through(), problem))
        .orElseGet(() -> new Stop(Place.BEGIN, 0, none, 0, 0, problem));
  }

  private long firstIdAfter(Stop stop) {
    Long next = new TreeMap<>(files).higherKey(stop.place.firstId());
    return next == null ? Long.MAX_VALUE : next;
  }

  private Gap inside(UUID instance, Stop stop, Sought here) {
    Place resume = new Place(stop.place.number(), stop.place.firstId(), here.offset);
    return gap(instance, stop, here.event.id(), resume, After.SEGMENT, true, here.event.link());
  }

  /** The gap up to a later file, null where nothing whole is in it. */
  private Gap goingOnIn(
      UUID instance, RecordFormat format, Stop stop, long firstId, List<Sought> seen)
      throws IOException {
    Path file = files.get(firstId);
    try {
      SegmentHeader header = check.header(file);
      Place resume = new Place(header.number(), firstId, SegmentHeader.SIZE);
      return gap(instance, stop, firstId, resume, After.SEGMENT, false, header.linkBefore());
    } catch (DamagedJournalException e) {
      Sought there = seek(format, file, SegmentHeader.SIZE, 0, stop.id);
      seen.add(there);
      if (there.event == null) {
        return null;
      }
      Place resume = new Place(there.event.segment(), firstId, there.offset);
      boolean continues = there.event.id() == stop.id + 1 && continues(format, file, there, stop);
      byte[] link = continues ? stop.link : there.event.link();
      return gap(instance, stop, there.event.id(), resume, After.HEADERLESS, !continues, link);
    }
  }

  private Gap nothingFollows(UUID instance, Stop stop, List<Sought> seen) throws IOException {
    long highest = Math.max(stop.id, stop.proven);
    long unexplained = 0;
    for (Sought part : seen) {
      highest = Math.max(highest, part.highest);
      unexplained += part.unexplained();
    }
    long next = highest + 1 + (unexplained + RecordFormat.HEADER - 1) / RecordFormat.HEADER;
    for (long firstId : files.keySet()) {
      next = Math.max(next, firstId + 1);
    }
    next = Math.max(next, Math.max(checkpoints(next), believed(seenId, next)) + 1);
    long filesAfter = new TreeMap<>(files).tailMap(stop.place.firstId(), false).size();
    long before =
        Math.max(stop.place.number(), base.map(b -> b.facts().firstSegment() - 1).orElse(0L));
    Place resume = new Place(before + filesAfter + 1, next, SegmentHeader.SIZE);
    return gap(instance, stop, next, resume, After.NEW, false, stop.link);
  }

  private static Gap gap(
      UUID instance, Stop stop, long next, Place resume, After after, boolean own, byte[] link) {
    return new Gap(
        instance, stop.id + 1, next, stop.place, resume, after, own, link, stop.timeMs, NOBODY);
  }

  /** The highest id in a checkpoint's name: the log was there once. */
  private long checkpoints(long known) throws IOException {
    long highest = 0;
    for (String name : disk.list(dir)) {
      if (name.matches("0\\d{19}\\.checkpoint")) {
        long id = Long.parseLong(name.substring(0, 20));
        highest = Math.max(highest, believed(id, known));
      }
    }
    return highest;
  }

  private static long believed(long id, long known) {
    return id < known + PLAUSIBLE ? id : 0;
  }

  private boolean continues(RecordFormat format, Path file, Sought there, Stop stop)
      throws IOException {
    byte[] bytes = read(file);
    return format.continues(stop.link, there.event, bytes, (int) there.offset);
  }

  /**
   * Looks for whole records at every multiple of 8.
   *
   * @param number of the segment, 0 where only its records can say it
   */
  private Sought seek(RecordFormat format, Path file, long from, long number, long afterId)
      throws IOException {
    byte[] bytes = read(file);
    int used = bytes.length;
    while (used > from && bytes[used - 1] == 0) {
      used--;
    }
    Frame event = null;
    long offset = 0;
    long highest = afterId;
    long lastEnd = from;
    for (int at = (int) from; at < used; ) {
      Frame frame = frame(format, bytes, at, number);
      if (frame != null && frame.id() >= afterId) {
        if (event == null && frame.isEvent() && frame.id() > afterId) {
          event = frame;
          offset = at;
        }
        highest = Math.max(highest, frame.id());
        lastEnd = at + frame.size();
      }
      at += frame == null ? 8 : frame.size();
    }
    return new Sought(event, offset, highest, lastEnd, used, bytes.length, fullSize(file));
  }

  private long fullSize(Path file) throws IOException {
    try {
      return check.header(file).fileSize();
    } catch (DamagedJournalException e) {
      return LARGEST_SEGMENT;
    }
  }

  private static Frame frame(RecordFormat format, byte[] bytes, int at, long number) {
    if (bytes.length - at < RecordFormat.HEADER
        || ByteBuffer.wrap(bytes).getInt(at) != RecordFormat.MAGIC) {
      return null;
    }
    long said = ByteBuffer.wrap(bytes).getLong(at + RecordFormat.SEGMENT_AT);
    return format.decode(bytes, at, bytes.length, number == 0 ? said : number);
  }

  private byte[] read(Path file) throws IOException {
    try (DiskFile open = disk.openForReading(file)) {
      byte[] bytes = new byte[(int) Math.min(open.size(), LARGEST_SEGMENT)];
      int count = open.read(0, bytes, 0, bytes.length);
      return count == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, count);
    }
  }
}
