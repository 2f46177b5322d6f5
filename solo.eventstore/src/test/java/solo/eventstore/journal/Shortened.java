package solo.eventstore.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What a journal has to hold of which a part was taken out. */
final class Shortened {
  private Shortened() {}

  /**
   * Takes out all but the last so many segments, keeping each n-th record; the last id that went.
   */
  static long shorten(Journal journal, int staying, int keepEach) throws IOException {
    List<Removal.Full> full = journal.removal().full();
    long through = full.get(full.size() - staying).lastId();
    long[] ids = keptBy(journal, keepEach, through);
    journal.removal().commit(journal.removal().prepare(through, ids));
    return through;
  }

  static long[] keptBy(Journal journal, int keepEach, long through) {
    return read(journal, 0).stream()
        .mapToLong(JournalRecord::id)
        .filter(id -> id <= through && id % keepEach == 0)
        .toArray();
  }

  static List<JournalRecord> read(Journal journal, long afterId) {
    try (JournalCursor cursor = journal.read(afterId)) {
      List<JournalRecord> records = new ArrayList<>();
      cursor.forEachRemaining(records::add);
      return records;
    }
  }

  /** What is wrong with records that are read, of all that were written; empty where nothing is. */
  static Optional<String> wrong(
      List<JournalRecord> read, List<JournalRecord> written, long through, int keepEach) {
    long[] expected =
        LongStream.rangeClosed(1, written.size())
            .filter(id -> id > through || id % keepEach == 0)
            .toArray();
    long[] ids = read.stream().mapToLong(JournalRecord::id).toArray();
    if (!Arrays.equals(expected, ids)) {
      return Optional.of("read " + Arrays.toString(ids) + " with " + through + " taken out");
    }
    return read.stream()
        .filter(record -> !same(record, written.get((int) record.id() - 1)))
        .map(record -> "a wrong value at id " + record.id())
        .findFirst();
  }

  private static boolean same(JournalRecord one, JournalRecord other) {
    return one.timeMs() == other.timeMs()
        && Arrays.equals(one.link(), other.link())
        && Arrays.equals(one.body(), other.body());
  }
}
