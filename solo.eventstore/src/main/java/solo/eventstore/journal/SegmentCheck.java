package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Checks names, headers and sizes of a journal's segments against each other. Reads only. */
final class SegmentCheck {
  private final Path dir;
  private final Disk disk;

  SegmentCheck(Path dir, Disk disk) {
    this.dir = dir;
    this.disk = disk;
  }

  /** All segments in order, none for an empty directory. */
  List<Segment> segments() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : disk.list(dir)) {
      if (name.endsWith(Segment.SUFFIX)) {
        files.add(dir.resolve(name));
      }
    }
    for (Path file : files) {
      refuseOtherNames(file);
    }
    List<Segment> found = new ArrayList<>();
    for (Path file : files) {
      found.add(new Segment(file, header(file)));
    }
    for (int i = 0; i < found.size(); i++) {
      checkIdentity(found.get(0), found.get(i));
      checkOrder(i == 0 ? null : found.get(i - 1), found.get(i));
      checkSize(found.get(i));
    }
    return found;
  }

  private static void refuseOtherNames(Path file) throws DamagedJournalException {
    if (Segment.firstId(file.getFileName().toString()).isEmpty()) {
      throw new DamagedJournalException(
          file,
          0,
          "this is not a segment's name (20 digits and .log); give a renamed segment its name back,"
              + " or move the file away");
    }
  }

  private SegmentHeader header(Path file) throws IOException {
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

  private static void checkIdentity(Segment first, Segment segment) throws DamagedJournalException {
    OptionalLong named = Segment.firstId(segment.file().getFileName().toString());
    if (named.getAsLong() != segment.firstId()) {
      throw new DamagedJournalException(
          segment.file(),
          0,
          "renamed or copied: its name is " + Segment.name(segment.firstId()) + " by its header");
    }
    if (!segment.header().instance().equals(first.header().instance())) {
      throw new DamagedJournalException(
          segment.file(),
          0,
          "it belongs to another journal: instance "
              + segment.header().instance()
              + ", but "
              + first.file().getFileName()
              + " has "
              + first.header().instance());
    }
  }

  private void checkOrder(Segment before, Segment segment) throws DamagedJournalException {
    long expected = before == null ? 1 : before.number() + 1;
    if (segment.number() == expected && (before != null || segment.firstId() == 1)) {
      return;
    }
    String what =
        segment.number() > expected
            ? missing(expected, segment.number() - 1)
            : "segment " + segment.number() + " is there twice, expected number " + expected;
    throw new DamagedJournalException(segment.file(), 0, what);
  }

  private static String missing(long from, long to) {
    return (from == to ? "segment " + from + " is" : "segments " + from + " to " + to + " are")
        + " missing before this one";
  }

  private void checkSize(Segment segment) throws IOException {
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
}
