package solo.eventstore.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * A journal up to one of its records, as files: what comes before stays as it is, the segment that
 * holds the record has zeros behind it. So it is as if nothing had been written after it. What was
 * taken out is not in it, also where its files are still read. May be read while the journal is
 * written; nobody may remove files meanwhile. For one thread.
 */
public final class JournalCopy {
  private static final Pattern NAMED = Pattern.compile("(\\d{20})\\.(log|gap|base)");

  private final ReadableJournal journal;
  private final JournalRecord last;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> later = new ArrayList<>();
  private Piece cut;

  /**
   * A file of the copy.
   *
   * @param name in the journal's directory
   * @param used so many bytes of the file, from its begin; zeros follow
   * @param bytes how long it is
   */
  public record Piece(String name, long used, long bytes) {}

  /**
   * Looks what there is.
   *
   * @throws IllegalArgumentException when the journal has no record with the id
   * @throws solo.core.event.EventStoreException of cause DAMAGED when it cannot be read up to there
   */
  public JournalCopy(ReadableJournal journal, long lastId) throws IOException {
    this.journal = journal;
    this.last = record(journal, lastId);
    look();
  }

  private static JournalRecord record(ReadableJournal journal, long id) {
    if (id > 0 && id <= journal.lastId()) {
      try (JournalCursor cursor = journal.read(id - 1)) {
        JournalRecord found = cursor.hasNext() ? cursor.next() : null;
        if (found != null && found.id() == id) {
          return found;
        }
      }
    }
    throw new IllegalArgumentException("the log has no event " + id);
  }

  private void look() throws IOException {
    List<String> names = journal.disk().list(journal.directory());
    long takenOut = takenOutThrough(names);
    for (String name : names) {
      Matcher parts = NAMED.matcher(name);
      if (!parts.matches() || isTakenOut(name, takenOut)) {
        continue;
      }
      boolean segment = Segment.firstId(name).isPresent();
      if (isLater(parts.group(1))) {
        later.add(name);
      } else {
        long bytes = size(name);
        pieces.add(new Piece(name, bytes, bytes));
        // names ascend with ids: the last one holds the record
        cut = segment ? pieces.get(pieces.size() - 1) : cut;
      }
    }
    if (cut == null || last.offset() == 0) {
      throw new IllegalArgumentException("no segment of the log holds event " + last.id());
    }
    long end = last.offset() + RecordFormat.sizeOf(last.body().length);
    Piece shorter = new Piece(cut.name(), end, cut.bytes());
    pieces.set(pieces.indexOf(cut), shorter);
    cut = shorter;
  }

  private long takenOutThrough(List<String> names) {
    return names.stream()
        .flatMapToLong(name -> Base.through(name).stream())
        .filter(through -> through <= last.id())
        .max()
        .orElse(0);
  }

  /** Whether the newest base stands for a file. */
  private static boolean isTakenOut(String name, long through) {
    return Segment.firstId(name).orElse(Long.MAX_VALUE) <= through
        || Base.through(name).orElse(Long.MAX_VALUE) < through;
  }

  private boolean isLater(String digits) {
    try {
      return Long.parseLong(digits) > last.id();
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private long size(String name) throws IOException {
    try (DiskFile file = journal.disk().openForReading(journal.directory().resolve(name))) {
      return file.size();
    }
  }

  /** The record with which it ends. */
  public JournalRecord last() {
    return last;
  }

  /** Its files. */
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** The bytes of a file, through zeros to its end. To be closed by the caller. */
  public InputStream open(Piece piece) throws IOException {
    return new PieceStream(
        journal.disk().openForReading(journal.directory().resolve(piece.name())), piece);
  }

  /**
   * Makes the journal itself end there: files of what is later are removed, the rest of the segment
   * becomes zeros, all is forced. Nobody may have it open. A crash in between leaves it cut by
   * half.
   */
  public void cut() throws IOException {
    Disk disk = journal.disk();
    for (String name : later) {
      disk.delete(journal.directory().resolve(name));
    }
    byte[] zeros = new byte[1 << 16];
    try (DiskFile file = disk.open(journal.directory().resolve(cut.name()))) {
      for (long at = cut.used(); at < cut.bytes(); at += zeros.length) {
        file.write(at, zeros, 0, (int) Math.min(zeros.length, cut.bytes() - at));
      }
      file.force();
    }
    disk.forceDirectory(journal.directory());
  }
}
