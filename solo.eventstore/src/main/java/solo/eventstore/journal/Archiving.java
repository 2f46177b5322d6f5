package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/** Makes compressed copies of segments before they go. */
record Archiving(Disk disk, RecordFormat format, Gaps gaps, Segment next) {
  private static final String UNFINISHED = ".tmp";

  /**
   * Makes the copy, which is durable under its name and is what the segment is; says what was put
   * aside.
   */
  List<Path> archive(Segment segment, Path directory) throws IOException {
    byte[] used = used(segment);
    LeftArchives left = left(directory);
    List<Path> aside = left.putAside(within(left, segment), used);
    Path file = directory.resolve(ArchiveFile.name(segment.firstId()));
    if (!isThere(file, used)) {
      Path unfinished = directory.resolve(file.getFileName() + UNFINISHED);
      disk.delete(unfinished);
      try {
        ArchiveFile.pack(disk, unfinished, used);
        prove(segment, unfinished, used);
        disk.rename(unfinished, file);
      } catch (IOException | RuntimeException e) {
        discard(unfinished, e);
        throw e;
      }
      disk.forceDirectory(directory);
    }
    return aside;
  }

  /** Only puts aside what cannot be of the segment. */
  List<Path> putAside(Segment segment, Path directory) throws IOException {
    LeftArchives left = left(directory);
    List<Path> found = within(left, segment);
    return found.isEmpty() ? found : left.putAside(found, used(segment));
  }

  private LeftArchives left(Path directory) {
    return new LeftArchives(directory, disk, format.instance());
  }

  private List<Path> within(LeftArchives left, Segment segment) throws IOException {
    return left.within(segment.firstId(), next.firstId() - 1);
  }

  private void discard(Path unfinished, Exception failure) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** From the header to the last byte that is not zero; records and seals end at multiples of 8. */
  private byte[] used(Segment segment) throws IOException {
    byte[] bytes = new byte[(int) segment.header().fileSize()];
    int end;
    try (DiskFile file = disk.openForReading(segment.file())) {
      end = file.read(0, bytes, 0, bytes.length);
    }
    while (end > SegmentHeader.SIZE && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, Math.max(lastEnd(segment, bytes), end + 7 & ~7));
  }

  /** The last record may end with zeros of its own. */
  private int lastEnd(Segment segment, byte[] bytes) {
    long offset = next.header().lastOffsetBefore();
    RecordFormat.Frame last =
        offset < bytes.length
            ? format.decode(bytes, (int) offset, bytes.length, segment.number())
            : null;
    return last == null ? SegmentHeader.SIZE : (int) offset + last.size();
  }

  /** Whether it is there from an attempt that was interrupted. */
  private boolean isThere(Path file, byte[] used) throws IOException {
    if (!disk.list(file.getParent()).contains(file.getFileName().toString())) {
      return false;
    }
    try {
      byte[] there = ArchiveFile.unpack(disk, file);
      SegmentHeader header = ArchiveFile.header(file, there);
      if (!header.instance().equals(format.instance())) {
        throw new IOException(
            file
                + " is of another log, "
                + header.instance()
                + "; each log needs its own directory");
      }
      return Arrays.equals(there, used);
    } catch (DamagedJournalException e) {
      // made anew
      return false;
    }
  }

  private void prove(Segment segment, Path unfinished, byte[] used) throws IOException {
    byte[] back = ArchiveFile.unpack(disk, unfinished);
    if (!Arrays.equals(used, back)) {
      throw new IOException(unfinished + " was read back as something else than was written");
    }
    try (ArchiveWalk walk = new ArchiveWalk(segment.file(), back, format.instance(), gaps)) {
      while (walk.next() != null) {
        // up to its end
      }
      boolean whole =
          walk.id() == next.firstId() - 1 && Arrays.equals(walk.link(), next.header().linkBefore());
      if (!whole && !walk.leaves()) {
        throw new DamagedJournalException(
            segment.file(), 0, "its chain does not lead into " + next.file());
      }
    }
  }
}
