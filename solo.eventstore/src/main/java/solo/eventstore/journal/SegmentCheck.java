package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * Checks names, headers and sizes of a journal's segments against each other and against the
 * accepted gaps. Reads only.
 */
final class SegmentCheck {
  /**
   * What was found.
   *
   * @param sound the segments in order, up to the first problem
   * @param problem what is wrong next, null where nothing is
   */
  record Found(List<Segment> sound, DamagedJournalException problem) {}

  private final Path dir;
  private final Disk disk;
  private final Gaps gaps;
  private final Optional<Base> base;

  SegmentCheck(Path dir, Disk disk, Gaps gaps, Optional<Base> base) {
    this.dir = dir;
    this.disk = disk;
    this.gaps = gaps;
    this.base = base;
  }

  /** All segments in order, none for an empty directory. */
  List<Segment> segments() throws IOException {
    Found found = look();
    if (found.problem != null) {
      throw found.problem;
    }
    return found.sound;
  }

  /**
   * The segments before the first thing that is wrong.
   *
   * @throws DamagedJournalException for a file that lies where it does not belong
   */
  Found look() throws IOException {
    Map<Long, Path> files = files();
    Map<Long, SegmentHeader> headers = new HashMap<>();
    Map<Long, DamagedJournalException> broken = new HashMap<>();
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      try {
        headers.put(file.getKey(), header(file.getValue()));
      } catch (DamagedJournalException e) {
        broken.put(file.getKey(), e);
      }
    }
    checkIdentities(files, headers);
    new Leftovers(dir, disk, base).requireOwn();
    List<Segment> sound = new ArrayList<>();
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      long firstId = file.getKey();
      try {
        Segment before = sound.isEmpty() ? null : sound.get(sound.size() - 1);
        SegmentHeader header = headers.get(firstId);
        Segment segment =
            header == null
                ? headerless(file.getValue(), firstId, broken.get(firstId))
                : new Segment(file.getValue(), header);
        checkOrder(before, segment);
        sound.add(segment);
        checkSize(segment);
      } catch (DamagedJournalException e) {
        if (!e.acceptable()) {
          throw e;
        }
        return new Found(sound, e);
      }
    }
    DamagedJournalException none = sound.isEmpty() && base.isPresent() ? allMissing() : null;
    return new Found(sound, none == null ? checkGaps(sound) : none);
  }

  /** A base is only written when the next segment is there; a gap may lead to one still to make. */
  private DamagedJournalException allMissing() {
    Base.Facts facts = base.orElseThrow().facts();
    return gaps.all().isEmpty()
        ? new DamagedJournalException(
            dir.resolve(Segment.name(facts.through() + 1)),
            0,
            "segment " + facts.firstSegment() + ", with which the log goes on, is missing")
        : null;
  }

  /** The journal's own id, as most headers say it; empty where none can be read. */
  static Optional<UUID> instance(List<SegmentHeader> headers) {
    Map<UUID, Integer> votes = new HashMap<>();
    UUID most = null;
    for (SegmentHeader header : headers) {
      votes.merge(header.instance(), 1, Integer::sum);
    }
    for (SegmentHeader header : headers) {
      if (most == null || votes.get(header.instance()) > votes.get(most)) {
        most = header.instance();
      }
    }
    return Optional.ofNullable(most);
  }

  private long through() {
    return base.map(Base::through).orElse(0L);
  }

  /**
   * The segments' files by the first id in their names, without those that were given up and those
   * that a base stands for.
   */
  Map<Long, Path> files() throws IOException {
    Map<Long, Path> files = new TreeMap<>();
    for (String name : disk.list(dir)) {
      if (name.endsWith(Segment.SUFFIX)) {
        Path file = dir.resolve(name);
        long firstId =
            Segment.firstId(name)
                .orElseThrow(
                    () ->
                        DamagedJournalException.misplaced(
                            file,
                            "this is not a segment's name (20 digits and .log); give a renamed"
                                + " segment its name back, or move the file away"));
        if (firstId > through() && !gaps.giveUp(firstId)) {
          files.put(firstId, file);
        }
      }
    }
    return files;
  }

  SegmentHeader header(Path file) throws IOException {
    byte[] block = new byte[SegmentHeader.SIZE];
    try (DiskFile open = disk.openForReading(file)) {
      int count = open.read(0, block, 0, block.length);
      if (count == 0) {
        throw new DamagedJournalException(file, 0, "the segment is empty");
      }
      if (count < block.length) {
        throw new DamagedJournalException(file, 0, "the segment has " + count + " bytes only");
      }
    }
    return SegmentHeader.decode(file, block);
  }

  private void checkIdentities(Map<Long, Path> files, Map<Long, SegmentHeader> headers)
      throws DamagedJournalException {
    List<SegmentHeader> inOrder = files.keySet().stream().map(headers::get).toList();
    List<SegmentHeader> known = inOrder.stream().filter(header -> header != null).toList();
    UUID instance = instance(known).orElse(null);
    if (instance != null && base.filter(b -> !b.facts().instance().equals(instance)).isPresent()) {
      throw Leftovers.foreign(base.get(), instance);
    }
    for (Gap gap : gaps.all()) {
      if (instance != null && !gap.instance().equals(instance)) {
        throw DamagedJournalException.misplaced(
            dir.resolve(GapFile.name(gap.firstLost())),
            "it tells of a gap of another journal, " + gap.instance() + "; move it away");
      }
    }
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      SegmentHeader header = headers.get(file.getKey());
      if (header != null && header.firstId() != file.getKey()) {
        throw DamagedJournalException.misplaced(
            file.getValue(),
            "renamed or copied: its name is "
                + Segment.name(header.firstId())
                + " by its header; give it that name back, or move the copy away");
      }
      if (header != null && !header.instance().equals(instance)) {
        throw DamagedJournalException.misplaced(
            file.getValue(),
            "it belongs to another journal: instance "
                + header.instance()
                + ", but this journal has "
                + instance
                + "; move it away");
      }
    }
  }

  /** A segment whose header is damaged and which an accepted gap says how to read. */
  private Segment headerless(Path file, long firstId, DamagedJournalException problem)
      throws IOException {
    Gap gap =
        gaps.into(firstId)
            .filter(known -> known.after() == Gap.After.HEADERLESS)
            .orElseThrow(() -> problem);
    try (DiskFile open = disk.openForReading(file)) {
      byte[] unknown = new byte[RecordFormat.LINK];
      return new Segment(
          file,
          new SegmentHeader(
              gap.instance(), gap.resume().number(), firstId, open.size(), 0, unknown));
    }
  }

  private void checkOrder(Segment before, Segment segment) throws DamagedJournalException {
    Optional<Gap> gap = gaps.into(segment.firstId());
    if (gap.isPresent()) {
      long stop = before == null ? 0 : before.firstId();
      if (gap.get().stop().firstId() == stop && gap.get().resume().number() == segment.number()) {
        return;
      }
    }
    long first = base.map(b -> b.facts().firstSegment()).orElse(1L);
    long expected = before == null ? first : before.number() + 1;
    if (segment.number() == expected && (before != null || segment.firstId() == through() + 1)) {
      checkLink(before, segment);
      return;
    }
    if (segment.number() <= expected) {
      throw DamagedJournalException.misplaced(
          segment.file(),
          "segment "
              + segment.number()
              + " is there twice, expected number "
              + expected
              + "; move the copy away");
    }
    throw new DamagedJournalException(
        segment.file(), 0, missing(expected, segment.number() - 1) + " before this one");
  }

  /** The first segment goes on from the base, if there is one. */
  private void checkLink(Segment before, Segment segment) throws DamagedJournalException {
    if (before == null && base.isPresent()) {
      byte[] link = base.get().facts().link();
      if (!Arrays.equals(link, segment.header().linkBefore())) {
        throw DamagedJournalException.irreplaceable(
            segment.file(), 0, "the segment does not continue " + base.get().file());
      }
    }
  }

  private static String missing(long from, long to) {
    return from == to
        ? "segment " + from + " is missing"
        : "segments " + from + " to " + to + " are missing";
  }

  private void checkSize(Segment segment) throws IOException {
    if (gaps.leave(segment.firstId())) {
      return;
    }
    try (DiskFile file = disk.openForReading(segment.file())) {
      long size = file.size();
      if (size != segment.header().fileSize()) {
        throw new DamagedJournalException(
            segment.file(),
            Math.min(size, segment.header().fileSize()),
            "the file has " + size + " bytes, expected " + segment.header().fileSize());
      }
    }
  }

  /**
   * Where an accepted gap ends there has to be what it says; a new segment may be still to make.
   */
  private DamagedJournalException checkGaps(List<Segment> sound) {
    for (Gap gap : gaps.all()) {
      boolean there = sound.stream().anyMatch(s -> s.firstId() == gap.resume().firstId());
      long last = sound.isEmpty() ? 0 : sound.get(sound.size() - 1).firstId();
      boolean toMake = gap.after() == Gap.After.NEW && last == gap.stop().firstId();
      if (!there && !toMake) {
        return new DamagedJournalException(
            dir.resolve(Segment.name(gap.resume().firstId())),
            0,
            "segment " + gap.resume().number() + ", in which the log goes on, is missing");
      }
    }
    return null;
  }
}
