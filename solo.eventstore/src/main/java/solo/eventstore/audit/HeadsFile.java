package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * The file of signed heads. For one writer at a time.
 *
 * @param path where it is
 * @param keep with more lines than that it is too long
 */
record HeadsFile(Path path, Disk disk, int keep) {
  /** The longest file that is read. */
  private static final int MOST = 64 << 20;

  /**
   * What is there.
   *
   * @throws NoSuchFileException when there is none
   * @throws IOException when it cannot be read, or is not what this version writes
   */
  Heads read() throws IOException {
    return Heads.parse(AtomicFile.read(disk, path, MOST));
  }

  /**
   * Makes the file, cuts what a crash left of a line, and writes an older format as this one; what
   * is there is durable then.
   */
  Heads open() throws IOException {
    Heads found;
    try {
      found = read();
    } catch (NoSuchFileException e) {
      AtomicFile.write(disk, path, Heads.NONE.bytes());
      return Heads.NONE;
    }
    if (found.torn() > 0 || found.format() < HeadsFormat.VERSION) {
      Heads whole = new Heads(found.lines(), 0, HeadsFormat.VERSION);
      AtomicFile.write(disk, path, whole.bytes());
      return whole;
    }
    rewriteLast(found);
    disk.forceDirectory(path.getParent());
    return found;
  }

  /**
   * Who wrote the last line may have failed to force it: the page cache then shows what the disk
   * has not, and another force alone writes nothing.
   */
  private void rewriteLast(Heads found) throws IOException {
    byte[] all = found.bytes();
    int from = new String(all, StandardCharsets.ISO_8859_1).lastIndexOf('\n', all.length - 2) + 1;
    try (DiskFile open = disk.open(path)) {
      open.write(from, all, from, all.length - from);
      open.force();
    }
  }

  /**
   * Adds a line behind a tail, durable when it returns. After an exception any part of the line may
   * be there: {@link #open} cuts it.
   *
   * @return the tail then
   */
  Heads.Tail append(Heads.Tail tail, SignedLine added) throws IOException {
    String text = HeadsFormat.text(added);
    byte[] line = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    try (DiskFile open = disk.open(path)) {
      open.write(open.size(), line, 0, line.length);
      open.force();
    }
    return new Heads.Tail(added.number(), HeadsFormat.digest(text), tail.lines() + 1);
  }

  boolean isTooLong(Heads.Tail tail) {
    return tail.lines() > keep;
  }

  /** Writes these in place of what is there; durable when it returns. */
  void replace(Heads heads) throws IOException {
    AtomicFile.write(disk, path, heads.bytes());
  }
}
