package solo.eventstore.journal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/** Compressed copies of what was taken out. */
public class ArchiveTest {
  private static final Path ARCHIVES = Path.of("/sim/archive");
  private static final int KEEP_EACH = 7;

  private Damaged written;

  @Before
  public void write() throws Exception {
    written = new Damaged();
  }

  @Test
  public void evt17_theArchivesWithTheLogAreTheWholeLog() throws Exception {
    try (Journal journal = written.open()) {
      archive(journal, 2);
      assertEquals(Optional.empty(), whole(journal, 0));
      assertEquals(Optional.empty(), whole(journal, 20));
      assertTrue(written.check().view().get().archived(ARCHIVES).list().size() > 1);
    }
  }

  @Test
  public void evt17_laterArchivesContinueEarlierOnes() throws Exception {
    try (Journal journal = written.open()) {
      archive(journal, 3);
      archive(journal, 1);
      assertEquals(Optional.empty(), whole(journal, 0));
    }
    try (Journal journal = written.open()) {
      assertEquals(Optional.empty(), whole(journal, 0));
    }
  }

  @Test
  public void whatIsNotArchivedIsMissingAndNoError() throws Exception {
    try (Journal journal = written.open()) {
      archive(journal, 1);
      Path first = journal.archived(ARCHIVES).list().get(0).file();
      long next = journal.archived(ARCHIVES).list().get(1).firstId();
      written.disk.delete(first);
      List<Long> ids = read(journal.history(ARCHIVES, 0)).stream().map(JournalRecord::id).toList();
      assertEquals("kept ones first", KEEP_EACH, (long) ids.get(0));
      assertTrue(ids.containsAll(List.of(next, next + 1)));
      assertFalse(ids.contains(next - 1) && (next - 1) % KEEP_EACH != 0);
    }
  }

  @Test
  public void evt17_eachFlippedByteOfAnArchiveIsNoticedOrChangesNothing() throws Exception {
    try (Journal journal = written.open()) {
      archive(journal, 1);
      Path file = journal.archived(ARCHIVES).list().get(1).file();
      int size = written.disk.bytes(file).length;
      byte[] unpacked = ArchiveFile.unpack(written.disk, file);
      int noticed = 0;
      for (int at = 0; at < size; at++) {
        written.disk.flip(file, at);
        try {
          assertEquals("byte " + at, Optional.empty(), whole(journal, 0));
          assertArrayEquals("byte " + at, unpacked, ArchiveFile.unpack(written.disk, file));
        } catch (EventStoreException e) {
          assertEquals(EventStoreException.Cause.DAMAGED, e.why());
          assertTrue(e.getMessage(), e.getMessage().contains(file.toString()));
          noticed++;
        }
        written.disk.flip(file, at);
      }
      // the packer's own header says little, and few bits of what it packs mean nothing
      assertTrue("noticed " + noticed + " of " + size, noticed > size - size / 10);
    }
  }

  @Test
  public void archivesThatWereSwappedAreNoticed() throws Exception {
    try (Journal journal = written.open()) {
      archive(journal, 1);
      List<ArchivedSegments.Archived> files = journal.archived(ARCHIVES).list();
      byte[] one = written.disk.bytes(files.get(0).file()).clone();
      written.disk.put(files.get(1).file(), one);
      EventStoreException found =
          assertThrows(EventStoreException.class, () -> read(journal.history(ARCHIVES, 0)));
      assertTrue(found.getMessage(), found.getMessage().contains("renamed"));
    }
  }

  @Test
  public void anArchiveOfAnotherLogIsNotOverwritten() throws Exception {
    Damaged other = new Damaged();
    try (Journal journal = other.open()) {
      archive(journal, 1);
    }
    Path file = ARCHIVES.resolve(ArchiveFile.name(1));
    written.disk.put(file, other.disk.bytes(file));
    try (Journal journal = written.open()) {
      IOException refused = assertThrows(IOException.class, () -> archive(journal, 1));
      assertTrue(refused.getMessage(), refused.getMessage().contains("another log"));
    }
  }

  @Test
  public void aDamagedSegmentIsNotArchived() throws Exception {
    written.flip(written.record(2), 100);
    try (Journal journal = written.open()) {
      IOException refused = assertThrows(IOException.class, () -> archive(journal, 1));
      assertTrue(refused.getMessage(), refused.getMessage().contains("record 2"));
    }
    assertEquals(List.of(), written.disk.list(ARCHIVES));
  }

  @Test
  public void evt17_anAcceptedGapIsNoDamageOfAnArchive() throws Exception {
    written.flip(written.record(2), 100);
    written.acceptAll();
    try (Journal journal = written.open()) {
      archive(journal, 1);
      List<Long> ids = read(journal.history(ARCHIVES, 0)).stream().map(JournalRecord::id).toList();
      assertEquals(Damaged.RECORDS - 1, ids.size());
      assertFalse(ids.contains(2L));
    }
  }

  @Test
  public void flt02_03_aCrashWhileArchivingLeavesAWholeCopyOrNone() throws Exception {
    List<SimDisk> states = new ArrayList<>();
    try (Journal journal = written.open()) {
      written.disk.watch(
          (number, op) -> {
            if (op.changes()) {
              states.add(written.disk.kill());
            }
          });
      journal.removal().archive(journal.removal().full().get(0), ARCHIVES);
      written.disk.watch((number, op) -> {});
    }
    assertTrue("states " + states.size(), states.size() >= 4);
    for (SimDisk state : states) {
      for (Loss loss : Loss.values()) {
        written.disk = state.powerLoss(loss, new java.util.Random(1));
        try (Journal journal = written.open()) {
          archive(journal, 1);
          assertEquals(Optional.empty(), whole(journal, 0));
        }
      }
    }
  }

  private static void archive(Journal journal, int staying) throws IOException {
    List<Removal.Full> full = journal.removal().full();
    for (Removal.Full one : full.subList(0, full.size() - staying + 1)) {
      journal.removal().archive(one, ARCHIVES);
    }
    Shortened.shorten(journal, staying, KEEP_EACH);
    journal.removal().removeFiles();
  }

  /** What is wrong with the history after an id, empty where nothing is. */
  private Optional<String> whole(Journal journal, long afterId) throws IOException {
    List<JournalRecord> read = read(journal.history(ARCHIVES, afterId));
    List<JournalRecord> expected = written.records.subList((int) afterId, written.records.size());
    for (int i = 0; i < expected.size(); i++) {
      JournalRecord record = i < read.size() ? read.get(i) : null;
      if (record == null
          || record.id() != expected.get(i).id()
          || !Arrays.equals(record.link(), expected.get(i).link())
          || !Arrays.equals(record.body(), expected.get(i).body())) {
        return Optional.of("not as written: the one after " + (afterId + i));
      }
    }
    return Optional.empty();
  }

  private static List<JournalRecord> read(JournalCursor history) {
    try (history) {
      List<JournalRecord> records = new ArrayList<>();
      history.forEachRemaining(records::add);
      return records;
    }
  }
}
