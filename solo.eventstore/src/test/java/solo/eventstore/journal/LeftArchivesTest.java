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
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/** A log that went back to an earlier record, beside the archives of what it had been then. */
public class LeftArchivesTest {
  private static final Path ARCHIVES = Path.of("/sim/archive");
  private static final int KEEP_EACH = 7;

  private final List<Path> left = new ArrayList<>();
  private Damaged log;
  private SimDisk past;
  private Path diverging;

  @Before
  public void archiveGoBackAndGoOn() throws Exception {
    log = new Damaged();
    SimDisk before = log.disk.kill();
    try (Journal journal = log.open()) {
      archive(journal);
    }
    past = log.disk;
    log.disk = before;
    for (String name : past.list(ARCHIVES)) {
      log.disk.put(ARCHIVES.resolve(name), past.bytes(ARCHIVES.resolve(name)));
      left.add(ARCHIVES.resolve(name));
    }
    diverging = ARCHIVES.resolve(ArchiveFile.name(log.firstOf(2).id()));
    new JournalCopy(log.check().view().get(), log.lastOf(2).id() - 1).cut();
    try (Journal journal = log.open()) {
      for (int i = 0; i < Damaged.RECORDS; i++) {
        journal.append(new byte[400]).getValue();
      }
    }
  }

  @Test
  public void oneIsPutAsideAndNotOverwritten() throws Exception {
    try (Journal journal = log.open()) {
      Removal removal = journal.removal();
      assertEquals(List.of(), removal.archive(removal.full().get(0), ARCHIVES));
      Path aside = removal.archive(removal.full().get(1), ARCHIVES).get(0);
      assertArrayEquals(past.bytes(diverging), log.disk.bytes(aside));
      assertFalse(Arrays.equals(past.bytes(diverging), log.disk.bytes(diverging)));
      assertTrue(aside.toString(), aside.toString().endsWith(".log.gz"));
      assertTrue(ArchiveFile.firstId(aside.getFileName().toString()).isEmpty());
    }
  }

  @Test
  public void theHistoryIsTheLogsOwnAndNothingOfThePastIsLost() throws Exception {
    try (Journal journal = log.open()) {
      List<JournalRecord> own = Shortened.read(journal, 0);
      List<Path> aside = archive(journal);
      assertTrue("also such as begin within a segment: " + aside, aside.size() > 2);
      Shortened.shorten(journal, 1, KEEP_EACH);
      journal.removal().removeFiles();
      assertSame(own, read(journal));
    }
    for (Path file : left) {
      assertTrue(file.toString(), isThere(log.disk, past.bytes(file)));
    }
  }

  @Test
  public void oneIsPutAsideAlsoWhereNothingIsArchived() throws Exception {
    try (Journal journal = log.open()) {
      List<JournalRecord> own = Shortened.read(journal, 0);
      for (Removal.Full one : journal.removal().full()) {
        journal.removal().putAside(one, ARCHIVES);
      }
      Shortened.shorten(journal, 1, KEEP_EACH);
      journal.removal().removeFiles();
      List<JournalRecord> read = read(journal);
      assertEquals("segment 1 has the same past", 1, read.get(0).id());
      assertSame(read.stream().map(one -> own.get((int) one.id() - 1)).toList(), read);
    }
  }

  @Test
  public void oneThatIsPutBackIsNotTakenForTheLogs() throws Exception {
    try (Journal journal = log.open()) {
      archive(journal);
      Shortened.shorten(journal, 1, KEEP_EACH);
      journal.removal().removeFiles();
      Path back = left.stream().filter(file -> !isFile(file)).findFirst().orElseThrow();
      log.disk.put(back, past.bytes(back));
      EventStoreException found = assertThrows(EventStoreException.class, () -> read(journal));
      assertEquals(EventStoreException.Cause.DAMAGED, found.why());
      assertTrue(found.getMessage(), found.getMessage().contains(back + ""));
      assertTrue(
          found.getMessage(), found.getMessage().contains("of a past that the log has left"));
    }
  }

  @Test
  public void oneThatComesBackOnceMoreIsPutAsideOnceMore() throws Exception {
    try (Journal journal = log.open()) {
      List<Path> first = archive(journal);
      log.disk.put(diverging, past.bytes(diverging));
      assertTrue(first.containsAll(archive(journal)));
      assertTrue(isThere(log.disk, past.bytes(diverging)));
    }
  }

  @Test
  public void anotherFileOfItsNewNameIsNotOverwritten() throws Exception {
    SimDisk before = log.disk.kill();
    Path aside;
    try (Journal journal = log.open()) {
      aside = journal.removal().archive(journal.removal().full().get(1), ARCHIVES).get(0);
    }
    log.disk = before;
    log.disk.put(aside, new byte[] {1});
    try (Journal journal = log.open()) {
      IOException refused = assertThrows(IOException.class, () -> archive(journal));
      assertTrue(refused.getMessage(), refused.getMessage().contains(aside + " is there already"));
    }
    assertArrayEquals(new byte[] {1}, log.disk.bytes(aside));
    assertArrayEquals(past.bytes(diverging), log.disk.bytes(diverging));
  }

  @Test
  public void flt02_03_noCrashLosesOne() throws Exception {
    List<SimDisk> states = new ArrayList<>();
    try (Journal journal = log.open()) {
      log.disk.watch((number, op) -> states.add(log.disk.kill()));
      journal.removal().archive(journal.removal().full().get(1), ARCHIVES);
      log.disk.watch((number, op) -> {});
    }
    assertTrue("states " + states.size(), states.size() > 8);
    for (SimDisk state : states) {
      for (Loss loss : Loss.values()) {
        log.disk = state.powerLoss(loss, new Random(1));
        assertTrue("after " + loss, isThere(log.disk, past.bytes(diverging)));
        try (Journal journal = log.open()) {
          archive(journal);
        }
        assertTrue("archived after " + loss, isThere(log.disk, past.bytes(diverging)));
      }
    }
  }

  private static List<Path> archive(Journal journal) throws IOException {
    List<Path> aside = new ArrayList<>();
    for (Removal.Full one : journal.removal().full()) {
      aside.addAll(journal.removal().archive(one, ARCHIVES));
    }
    return aside;
  }

  private boolean isFile(Path file) {
    return log.disk.exists(file);
  }

  private static boolean isThere(SimDisk disk, byte[] bytes) throws IOException {
    Stream<Path> files = disk.list(ARCHIVES).stream().map(ARCHIVES::resolve);
    return files.anyMatch(file -> Arrays.equals(disk.bytes(file), bytes));
  }

  private static List<JournalRecord> read(Journal journal) throws IOException {
    try (JournalCursor history = journal.history(ARCHIVES, 0)) {
      List<JournalRecord> records = new ArrayList<>();
      history.forEachRemaining(records::add);
      return records;
    }
  }

  private static void assertSame(List<JournalRecord> expected, List<JournalRecord> read) {
    assertEquals(
        expected.stream().map(JournalRecord::id).toList(),
        read.stream().map(JournalRecord::id).toList());
    for (int i = 0; i < read.size(); i++) {
      assertArrayEquals("id " + read.get(i).id(), expected.get(i).link(), read.get(i).link());
    }
  }
}
