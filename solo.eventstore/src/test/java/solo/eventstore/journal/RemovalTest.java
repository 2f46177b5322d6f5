package solo.eventstore.journal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.SimDisk;

/** Old segments that are taken out of a journal. */
public class RemovalTest {
  private static final int KEEP_EACH = 7;

  private Damaged written;

  @Before
  public void write() throws Exception {
    written = new Damaged();
  }

  @Test
  public void evt17_keptRecordsComeFirstAndAreWhatTheyWere() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      through = Shortened.shorten(journal, 2, KEEP_EACH);
      assertHolds(journal, through);
      assertEquals(0, journal.removal().removeFiles());
      assertHolds(journal, through);
    }
    List<String> names = written.disk.list(DIR);
    assertFalse(names.toString(), names.contains(Segment.name(1)));
    try (Journal journal = written.open()) {
      assertEquals(through, journal.takenOutThrough());
      assertHolds(journal, through);
    }
    assertTrue(written.check().isSound());
  }

  @Test
  public void evt17_aLaterRemovalKeepsOfWhatWasKept() throws Exception {
    try (Journal journal = written.open()) {
      Shortened.shorten(journal, 3, KEEP_EACH);
      journal.removal().removeFiles();
      long through = Shortened.shorten(journal, 1, 2 * KEEP_EACH);
      journal.removal().removeFiles();
      wrong(journal, through, 2 * KEEP_EACH).ifPresent(RemovalTest::fail);
    }
    assertEquals(1, written.disk.list(DIR).stream().filter(n -> n.endsWith(".base")).count());
    try (Journal journal = written.open()) {
      wrong(journal, journal.takenOutThrough(), 2 * KEEP_EACH).ifPresent(RemovalTest::fail);
    }
  }

  @Test
  public void linksAreThoseOfTheLogFromTheLastOneTakenOut() throws Exception {
    try (Journal journal = written.open()) {
      long through = Shortened.shorten(journal, 2, KEEP_EACH);
      assertArrayEquals(new byte[32], journal.linkAt(0));
      assertArrayEquals(written.record(through).link(), journal.linkAt(through));
      assertArrayEquals(written.record(through + 1).link(), journal.linkAt(through + 1));
      assertThrows(IllegalArgumentException.class, () -> journal.linkAt(KEEP_EACH));
      assertEquals(KEEP_EACH, journal.kept(KEEP_EACH).orElseThrow().id());
      assertEquals(Optional.empty(), journal.kept(KEEP_EACH + 1));
    }
  }

  @Test
  public void whoReadsAlreadyReadsOn() throws Exception {
    try (Journal journal = written.open()) {
      JournalHold idle = journal.hold(0);
      JournalCursor reading = journal.read(0);
      reading.next();
      long through = Shortened.shorten(journal, 1, KEEP_EACH);
      assertTrue(journal.removal().removeFiles() > 0);
      long last = 1;
      while (reading.hasNext()) {
        assertEquals(++last, reading.next().id());
      }
      assertEquals(Damaged.RECORDS, last);
      try (JournalCursor all = idle.read(0)) {
        assertEquals(1, all.next().id());
        assertEquals(2, all.next().id());
      }
      idle.reached(through);
      assertEquals(0, journal.removal().removeFiles());
      try (JournalCursor rest = idle.read(through)) {
        assertEquals(through + 1, rest.next().id());
      }
      idle.close();
      assertHolds(journal, through);
    }
  }

  @Test
  public void aSegmentThatCannotBeRemovedIsTriedAgainAndKeepsNoOther() throws Exception {
    try (Journal journal = written.open()) {
      Shortened.shorten(journal, 3, KEEP_EACH);
      AtomicBoolean failed = new AtomicBoolean();
      written.disk.watch(
          (number, op) -> {
            if (op == SimDisk.Op.DELETE && failed.compareAndSet(false, true)) {
              throw new IOException("a bad sector");
            }
          });
      Removal removal = journal.removal();
      assertThrows(IOException.class, removal::removeFiles);
      assertTrue(written.disk.list(CrashScript.DIR).contains(Segment.name(1)));
      assertEquals(0, removal.removeFiles());
      List<String> left = written.disk.list(CrashScript.DIR);
      assertEquals(removal.segments(), left.stream().filter(one -> one.endsWith(".log")).count());
    }
  }

  @Test
  public void leftoversBelowTheBaseAreRemovedAtOpen() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      Shortened.shorten(journal, 3, KEEP_EACH);
      through = Shortened.shorten(journal, 2, KEEP_EACH);
    }
    assertTrue(written.disk.list(DIR).contains(Segment.name(1)));
    written.disk.put(DIR.resolve("00000000000000000099.base.tmp"), new byte[] {1});
    try (Journal journal = written.open()) {
      assertHolds(journal, through);
    }
    List<String> names = written.disk.list(DIR);
    assertFalse(names.toString(), names.contains(Segment.name(1)));
    assertEquals(1, names.stream().filter(name -> name.contains(".base")).count());
  }

  @Test
  public void flt04_eachFlippedByteOfABaseIsNoticedAndNothingIsChanged() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      through = Shortened.shorten(journal, 2, KEEP_EACH);
    }
    Path base = DIR.resolve(Base.name(through));
    int size = written.disk.bytes(base).length;
    assertTrue("size " + size, size > BaseFile.HEADER);
    for (int at = 0; at < size; at++) {
      written.disk.flip(base, at);
      int changes = written.disk.changes();
      assertThrows("byte " + at, java.io.IOException.class, () -> written.open());
      JournalCheck.Report report = written.disk.changes() == changes ? checked(at) : null;
      assertTrue("byte " + at, report == null || report.stopped().isPresent());
      assertEquals("byte " + at, changes, written.disk.changes());
      written.disk.flip(base, at);
    }
    try (Journal journal = written.open()) {
      assertHolds(journal, through);
    }
  }

  /** None where the flip makes another version of it, which is refused as such. */
  private JournalCheck.Report checked(int at) throws Exception {
    try {
      return written.check();
    } catch (NewerFormatException e) {
      throw new AssertionError("byte " + at + " makes it a newer version", e);
    }
  }

  @Test
  public void aBaseThatIsCutShortIsIrreplaceable() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      through = Shortened.shorten(journal, 2, KEEP_EACH);
    }
    Path base = DIR.resolve(Base.name(through));
    byte[] whole = written.disk.bytes(base).clone();
    for (int size = 0; size < whole.length; size += 13) {
      written.disk.put(base, java.util.Arrays.copyOf(whole, size));
      DamagedJournalException found =
          assertThrows(DamagedJournalException.class, () -> written.open());
      assertTrue(found.irreplaceable());
      assertFalse(found.acceptable());
    }
  }

  @Test
  public void aBaseOfAnotherJournalRemovesNothing() throws Exception {
    Damaged other = new Damaged();
    long through;
    try (Journal journal = other.open()) {
      through = Shortened.shorten(journal, 1, KEEP_EACH);
    }
    Path base = DIR.resolve(Base.name(through));
    written.disk.put(base, other.disk.bytes(base));
    DamagedJournalException found =
        assertThrows(DamagedJournalException.class, () -> written.open());
    assertTrue(found.getMessage(), found.getMessage().contains("another journal"));
    assertFalse(found.acceptable());
    written.disk.delete(base);
    try (Journal journal = written.open()) {
      assertEquals(Optional.empty(), wrong(journal, 0, 1));
    }
  }

  @Test
  public void aBaseThatIsGoneOrRenamedIsNoticed() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      through = Shortened.shorten(journal, 2, KEEP_EACH);
      journal.removal().removeFiles();
    }
    Path base = DIR.resolve(Base.name(through));
    byte[] whole = written.disk.bytes(base);
    written.disk.delete(base);
    assertThrows(DamagedJournalException.class, () -> written.open());
    written.disk.put(DIR.resolve(Base.name(through + 1)), whole);
    DamagedJournalException found =
        assertThrows(DamagedJournalException.class, () -> written.open());
    assertTrue(found.getMessage(), found.getMessage().contains("renamed"));
  }

  @Test
  public void segmentsThatAreAllLostBehindABaseCanBeAccepted() throws Exception {
    long through;
    try (Journal journal = written.open()) {
      through = Shortened.shorten(journal, 1, KEEP_EACH);
      journal.removal().removeFiles();
    }
    written.disk.delete(DIR.resolve(Segment.name(through + 1)));
    DamagedJournalException found =
        assertThrows(DamagedJournalException.class, () -> written.open());
    assertTrue(found.getMessage(), found.acceptable());
    Gap gap = written.acceptAll().get(0);
    assertEquals(through + 1, gap.firstLost());
    try (Journal journal = written.open()) {
      JournalRecord next = journal.append(new byte[] {1}).getValue();
      assertTrue(next.id() > through);
      assertTrue(Shortened.read(journal, 0).stream().anyMatch(r -> r.id() == KEEP_EACH));
    }
    try (Journal journal = written.open()) {
      assertEquals(through, journal.takenOutThrough());
    }
  }

  @Test
  public void aGapThatIsTakenOutIsForgottenAndOneThatStaysIsNot() throws Exception {
    written.flip(written.lastOf(1), 100);
    written.flip(written.lastOf(3), 100);
    List<Gap> gaps = written.acceptAll();
    assertEquals(2, gaps.size());
    try (Journal journal = written.open()) {
      Removal.Full first = journal.removal().full().get(0);
      assertFalse("a gap leads over its end", first.mayEnd());
      Removal.Full second = journal.removal().full().get(1);
      journal.removal().commit(journal.removal().prepare(second.lastId(), new long[] {1}));
      journal.removal().removeFiles();
      assertFalse(journal.isLost(gaps.get(0).firstLost()) && gaps.get(0).lost() == 0);
    }
    JournalCheck.Report report = written.check();
    assertTrue(report.isSound());
    assertEquals(1, report.accepted().size());
    try (Journal journal = written.open()) {
      assertEquals(1, journal.openReport().gaps().size());
      assertEquals(1, Shortened.read(journal, 0).get(0).id());
    }
  }

  @Test
  public void aRecordThatIsNotThereCannotBeKept() throws Exception {
    try (Journal journal = written.open()) {
      long through = journal.removal().full().get(0).lastId();
      Removal removal = journal.removal();
      assertThrows(
          java.io.IOException.class, () -> removal.prepare(through, new long[] {through + 1000}));
      assertThrows(IllegalArgumentException.class, () -> removal.prepare(through - 1, new long[0]));
    }
    assertFalse(written.disk.list(DIR).toString().contains(".base"));
  }

  @Test
  public void aBaseIsWrittenOfAnyNumberOfRecordsOfAnySize() throws Exception {
    UUID instance = UUID.randomUUID();
    Base.Facts facts = new Base.Facts(instance, 1_000, new byte[32], 5, 77);
    Path file = DIR.resolve("x");
    try (BaseFile.Writing out = new BaseFile.Writing(written.disk, file, facts, 3)) {
      for (int i = 1; i <= 3; i++) {
        byte[] body = new byte[i * 300_000];
        out.add(new RecordFormat.Frame(RecordFormat.EVENT, 1, i, 0, i, new byte[32], body));
      }
      out.finish();
    }
    Base read = BaseFile.readAny(written.disk, file);
    assertEquals(3, read.kept());
    assertEquals(3, read.id(2));
  }

  private void assertHolds(Journal journal, long through) {
    wrong(journal, through, KEEP_EACH).ifPresent(RemovalTest::fail);
    assertEquals(through, journal.takenOutThrough());
  }

  private Optional<String> wrong(Journal journal, long through, int keepEach) {
    return Shortened.wrong(Shortened.read(journal, 0), written.records, through, keepEach);
  }

  private static void fail(String what) {
    throw new AssertionError(what);
  }
}
