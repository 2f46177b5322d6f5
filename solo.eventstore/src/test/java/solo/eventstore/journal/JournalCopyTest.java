package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import solo.core.disk.SimDisk;

/** Copies of a journal of which a part was taken out that is still read. */
public class JournalCopyTest {
  private static final int KEEP_EACH = 7;

  private final Damaged log;

  public JournalCopyTest() throws Exception {
    log = new Damaged();
  }

  @Test
  public void whatWasTakenOutIsNotInItThoughItIsRead() throws Exception {
    try (Journal journal = log.open();
        JournalHold whole = journal.hold(0)) {
      long first = Shortened.shorten(journal, 3, KEEP_EACH);
      try (JournalHold shorter = journal.hold(0)) {
        long second = Shortened.shorten(journal, 1, KEEP_EACH);
        assertTrue("segments are left", journal.removal().removeFiles() > 0);
        assertTrue("a base is left", log.disk.exists(DIR.resolve(Base.name(first))));
        String last = log.file(log.last().segment()).getFileName().toString();
        assertEquals(List.of(Base.name(second), last), names(Damaged.RECORDS));
      }
    }
  }

  @Test
  public void itIsTheJournalUpToItsLastRecord() throws Exception {
    SimDisk copied = new SimDisk();
    List<JournalRecord> expected;
    try (Journal journal = log.open();
        JournalHold whole = journal.hold(0)) {
      Shortened.shorten(journal, 2, KEEP_EACH);
      journal.removal().removeFiles();
      expected = Shortened.read(journal, 0);
      JournalCopy copy = copy(Damaged.RECORDS);
      for (JournalCopy.Piece piece : copy.pieces()) {
        copied.put(DIR.resolve(piece.name()), copy.open(piece).readAllBytes());
      }
    }
    log.disk = copied;
    try (Journal journal = log.open()) {
      assertEquals(ids(expected), ids(Shortened.read(journal, 0)));
    }
  }

  @Test
  public void withoutABaseEverySegmentIsInIt() throws Exception {
    List<String> segments = new ArrayList<>(log.disk.list(DIR));
    segments.removeIf(name -> Segment.firstId(name).isEmpty());
    assertTrue("segments " + segments, segments.size() > 3);
    assertEquals(segments, names(Damaged.RECORDS));
  }

  private List<String> names(long lastId) throws Exception {
    return copy(lastId).pieces().stream().map(JournalCopy.Piece::name).toList();
  }

  private JournalCopy copy(long lastId) throws Exception {
    return new JournalCopy(log.check().view().get(), lastId);
  }

  private static List<Long> ids(List<JournalRecord> records) {
    return records.stream().map(JournalRecord::id).toList();
  }
}
