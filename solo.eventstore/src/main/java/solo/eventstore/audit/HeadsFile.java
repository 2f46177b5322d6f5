package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/** The file of signed heads. For one writer at a time. */
final class HeadsFile {
  /** The longest file that is read. */
  private static final int MOST = 64 << 20;

  private final Path file;
  private final Disk disk;
  private final int keep;

  /** One that drops its older half once it has more heads than that. */
  HeadsFile(Path file, Disk disk, int keep) {
    this.file = file;
    this.disk = disk;
    this.keep = keep;
  }

  Path path() {
    return file;
  }

  /**
   * What is there.
   *
   * @throws NoSuchFileException when there is none
   * @throws IOException when it cannot be read, or is not what this version writes
   */
  Heads read() throws IOException {
    return Heads.parse(AtomicFile.read(disk, file, MOST));
  }

  /** Makes the file, and cuts what a crash left of a line; what is there is durable then. */
  Heads open() throws IOException {
    Heads found;
    try {
      found = read();
    } catch (NoSuchFileException e) {
      AtomicFile.write(disk, file, Heads.NONE.bytes());
      return Heads.NONE;
    }
    if (found.torn() > 0) {
      Heads whole = new Heads(found.lines(), 0);
      AtomicFile.write(disk, file, whole.bytes());
      return whole;
    }
    disk.force(file);
    disk.forceDirectory(file.getParent());
    return found;
  }

  /**
   * Adds a head behind a tail, durable when it returns. After an exception any part of the line may
   * be there: {@link #open} cuts it.
   *
   * @return the tail then
   */
  Heads.Tail append(Heads.Tail tail, SignedHead head) throws IOException {
    String text = HeadsFormat.line(head);
    byte[] line = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    try (DiskFile open = disk.open(file)) {
      open.write(open.size(), line, 0, line.length);
      open.force();
    }
    if (tail.lines() < keep) {
      return new Heads.Tail(head.number(), HeadsFormat.digest(text), tail.lines() + 1);
    }
    Heads newer = read().newerHalf();
    AtomicFile.write(disk, file, newer.bytes());
    return newer.tail();
  }
}
