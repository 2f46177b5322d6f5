package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import solo.core.disk.Disk;
import solo.eventstore.journal.JournalWriter.Acked;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Takes the oldest segments out of an open journal: {@link #prepare} writes what is kept of them,
 * {@link #commit} is the moment from which they are out, {@link #removeFiles} removes them. A crash
 * leaves the journal as before or as after. What may go is for the caller to decide and to prove.
 * For one thread; appends and readers go on.
 */
public final class Removal {
  private final Path dir;
  private final Disk disk;
  private final RecordFormat format;
  private final Segments segments;
  private final Readers readers;
  private final RecordLookup lookup;
  private final Supplier<Acked> acked;

  /**
   * A segment that is full.
   *
   * @param bytes of its file
   * @param mayEnd whether the part that is taken out may end with it
   */
  public record Full(
      long number, long firstId, long lastId, long bytes, boolean mayEnd, Path file) {}

  /** What is kept, durable and read back, under a name that nothing reads. */
  public static final class Prepared {
    private final Path unfinished;
    private final Base base;

    private Prepared(Path unfinished, Base base) {
      this.unfinished = unfinished;
      this.base = base;
    }

    /** The last id that goes. */
    public long through() {
      return base.through();
    }

    /** Its link. */
    public byte[] link() {
      return base.facts().link().clone();
    }

    /** What the journal says of it once it is out. */
    public TakenOut takenOut() {
      return TakenOut.of(base);
    }

    /** How many records are kept, of all that were ever taken out. */
    public long kept() {
      return base.kept();
    }

    /** SHA-256 of the file, 64 hex digits. */
    public String sha256() {
      return base.sha256();
    }
  }

  Removal(
      Path dir,
      Disk disk,
      RecordFormat format,
      Segments segments,
      Readers readers,
      RecordLookup lookup,
      Supplier<Acked> acked) {
    this.dir = dir;
    this.disk = disk;
    this.format = format;
    this.segments = segments;
    this.readers = readers;
    this.lookup = lookup;
    this.acked = acked;
  }

  /** The segments but for the last one, oldest first. */
  public List<Full> full() {
    List<Segment> all = current().all();
    List<Full> full = new ArrayList<>();
    for (int i = 0; i + 1 < all.size(); i++) {
      Segment one = all.get(i);
      long next = all.get(i + 1).firstId();
      boolean mayEnd = segments.gaps().into(next).isEmpty();
      full.add(
          new Full(
              one.number(), one.firstId(), next - 1, one.header().fileSize(), mayEnd, one.file()));
    }
    return full;
  }

  /**
   * When the last record of a full segment was written.
   *
   * @throws solo.core.event.EventStoreException when it cannot be read
   */
  public Instant endOf(Full full) {
    Segment next = current().holding(full.lastId() + 1);
    long offset = next.header().lastOffsetBefore();
    return Instant.ofEpochMilli(lookup.at(full.number(), offset, acked.get()).timeMs());
  }

  /** How many bytes the files of all segments have that are not taken out. */
  public long bytes() {
    return current().all().stream().mapToLong(one -> one.header().fileSize()).sum();
  }

  /** How many segments there are that are not taken out. */
  public int segments() {
    return current().all().size();
  }

  /** How many records are kept of those that were taken out. */
  public long kept() {
    return segments.base().map(Base::kept).orElse(0);
  }

  /**
   * Writes what is kept of everything up to an id, and reads it back.
   *
   * @param through the last record of a full segment that may end it
   * @param ids of the records to keep, ascending; each has to be there
   * @throws IOException when it could not be written or read back as it was; nothing is left then
   */
  public Prepared prepare(long through, long[] ids) throws IOException {
    Full last =
        full().stream()
            .filter(one -> one.lastId() == through && one.mayEnd())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no full segment ends at " + through));
    Path unfinished = dir.resolve(Base.name(through) + ".tmp");
    disk.delete(unfinished);
    try {
      Segments now = current();
      SegmentHeader next = now.holding(through + 1).header();
      long timeMs = endOf(last).toEpochMilli();
      Base.Facts facts =
          new Base.Facts(format.instance(), through, next.linkBefore(), next.number(), timeMs);
      try (BaseFile.Writing out = new BaseFile.Writing(disk, unfinished, facts, ids.length)) {
        copy(now, ids, out);
        out.finish();
      }
      return new Prepared(unfinished, readBack(unfinished, facts, ids));
    } catch (IOException | RuntimeException e) {
      discard(unfinished, e);
      throw e;
    }
  }

  /**
   * Makes a compressed copy of a full segment, proved by unpacking it and walking its chain; one
   * that is there already and is the same stays. Durable when it returns.
   *
   * @return what was put aside, as by {@link #putAside}
   * @throws IOException when it could not be made; the segment is as it was
   */
  public List<Path> archive(Full full, Path directory) throws IOException {
    disk.createDirectories(directory);
    return archiving(full).archive(current().holding(full.firstId()), directory);
  }

  /**
   * Gives archives of a past that the log has left, by a restore, other names, where they would be
   * taken for a full segment of it. Durable when it returns.
   *
   * @return the new names; empty where there are none
   * @throws IOException when the directory cannot be read or one cannot be renamed
   */
  public List<Path> putAside(Full full, Path directory) throws IOException {
    return archiving(full).putAside(current().holding(full.firstId()), directory);
  }

  private Archiving archiving(Full full) {
    return new Archiving(disk, format, segments.gaps(), current().holding(full.lastId() + 1));
  }

  /** Gives up what was prepared. */
  public void discard(Prepared prepared) throws IOException {
    disk.delete(prepared.unfinished);
  }

  /**
   * From when this returns on the prepared part is taken out; who reads already goes on as before.
   *
   * @throws IOException when it is not known whether the next process will see it taken out; for
   *     this one it is not
   */
  public void commit(Prepared prepared) throws IOException {
    Base base = prepared.base;
    disk.rename(prepared.unfinished, base.file());
    disk.forceDirectory(dir);
    readers.change(() -> segments.stand(base));
  }

  /**
   * Removes the files of what was taken out and is not read any more.
   *
   * @return how many segments are still read
   * @throws IOException when one cannot be removed; the others are, and it is tried again the next
   *     time
   */
  public int removeFiles() throws IOException {
    Deletion deletion = new Deletion();
    int left = 0;
    for (Segment gone : segments.takenOut()) {
      if (readers.need(gone.firstId(), lastId(gone))) {
        left++;
      } else if (deletion.deletes(gone.file())) {
        segments.forget(gone);
        lookup.forget(gone);
      }
    }
    for (Base old : segments.replacedBases()) {
      if (!readers.need(old) && deletion.deletes(old.file())) {
        segments.forget(old);
      }
    }
    deletion.end();
    return left;
  }

  /** Files that go, as many of them as can. */
  private final class Deletion {
    private final List<IOException> stuck = new ArrayList<>();
    private boolean some;

    private boolean deletes(Path file) {
      try {
        disk.delete(file);
        some = true;
        return true;
      } catch (IOException e) {
        stuck.add(e);
        return false;
      }
    }

    private void end() throws IOException {
      if (some) {
        disk.forceDirectory(dir);
      }
      if (!stuck.isEmpty()) {
        throw stuck.get(0);
      }
    }
  }

  private long lastId(Segment segment) {
    List<Segment> all = segments.all();
    return all.get(all.indexOf(segment) + 1).firstId() - 1;
  }

  private Segments current() {
    return segments.behind(segments.base());
  }

  private void copy(Segments now, long[] ids, BaseFile.Writing out) throws IOException {
    int at = 0;
    Optional<Base> before = now.base();
    if (before.isPresent()) {
      try (KeptRecords kept = before.get().records(disk, format, 0)) {
        while (kept.hasNext() && at < ids.length) {
          at += add(kept.next(), ids[at], out);
        }
      }
    }
    try (ChainReader chain = new ChainReader(disk, format, now, now.all().get(0))) {
      for (Frame frame; at < ids.length && (frame = chain.next()) != null; ) {
        at += add(frame, ids[at], out);
      }
    }
    if (at < ids.length) {
      throw new IOException("record " + ids[at] + ", which is to be kept, is not there");
    }
  }

  private static int add(Frame frame, long wanted, BaseFile.Writing out) throws IOException {
    if (frame.id() > wanted) {
      throw new IOException("record " + wanted + ", which is to be kept, is not there");
    }
    if (frame.id() < wanted) {
      return 0;
    }
    out.add(frame);
    return 1;
  }

  private Base readBack(Path unfinished, Base.Facts facts, long[] ids) throws IOException {
    Base read = BaseFile.readAny(disk, unfinished);
    boolean same =
        read.facts().through() == facts.through()
            && read.facts().firstSegment() == facts.firstSegment()
            && Arrays.equals(read.facts().link(), facts.link());
    if (!same || !read.keepsExactly(ids)) {
      throw new IOException(unfinished + " was read back as something else than was written");
    }
    return read.at(dir.resolve(Base.name(facts.through())));
  }

  private void discard(Path unfinished, Exception failure) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
