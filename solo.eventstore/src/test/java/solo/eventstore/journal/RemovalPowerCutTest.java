package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.event.EventStoreException;

/**
 * A journal whose old segments are archived and taken out, on a disk that loses its power, or
 * fails: the log is as before or as after, and with the archives it is whole.
 */
public class RemovalPowerCutTest {
  private static final long SEED = 20_260_117;
  private static final Path ARCHIVES = Path.of("/sim/archive");
  private static final int KEEP_EACH = 3;

  @Test
  public void flt02_03_04_05_06_07_theLogIsAsBeforeOrAsAfterAndWholeWithItsArchives()
      throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(500)
        .sampledFaults(1, 1)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  @Test
  public void controlASegmentThatGoesBeforeItsBaseIsThereIsSeen() throws Exception {
    PowerCuts.control(
        "the segments first",
        new Life() {
          @Override
          void takeOut(SimDisk disk, Removal removal, Removal.Prepared prepared)
              throws IOException {
            for (Removal.Full gone : removal.full()) {
              if (gone.lastId() <= prepared.through()) {
                disk.delete(gone.file());
              }
            }
            disk.forceDirectory(DIR);
            super.takeOut(disk, removal, prepared);
          }
        },
        SEED);
  }

  @Test
  public void controlASegmentThatIsNotArchivedIsSeen() throws Exception {
    PowerCuts.control(
        "no archive",
        new Life() {
          @Override
          void archive(Removal removal, List<Removal.Full> gone) {
            // forgotten
          }
        },
        SEED);
  }

  /**
   * What was acknowledged.
   *
   * @param records in the order of their ids
   * @param through the last id that was taken out, 0 for none
   * @param wanted the last id that may have been taken out since
   */
  private record Acked(List<JournalRecord> records, long through, long wanted) {}

  private static class Life implements Story<Acked> {
    @Override
    public String name() {
      return "base, archives and removal";
    }

    @Override
    public Acked nothing() {
      return new Acked(List.of(), 0, 0);
    }

    @Override
    public int count(Acked acked) {
      return acked.records.size() + (acked.through > 0 ? 1 : 0);
    }

    void archive(Removal removal, List<Removal.Full> gone) throws IOException {
      for (Removal.Full one : gone) {
        removal.archive(one, ARCHIVES);
      }
    }

    void takeOut(SimDisk disk, Removal removal, Removal.Prepared prepared) throws IOException {
      removal.commit(prepared);
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws IOException, InterruptedException {
      List<JournalRecord> records = new ArrayList<>(from.records);
      try (Journal journal = open(disk, records)) {
        long through = journal.takenOutThrough();
        Consumer<Long> tell =
            wanted ->
                acked.accept(new Acked(List.copyOf(records), journal.takenOutThrough(), wanted));
        for (int i = 6 + random.nextInt(4); i > 0 && append(journal, random, 2_500); i--) {
          tell.accept(through);
        }
        try {
          shorten(disk, journal, tell);
        } catch (IOException | EventStoreException refused) {
          // it is out, or it is not
        }
        append(journal, random, 100);
      }
    }

    private void shorten(SimDisk disk, Journal journal, Consumer<Long> tell) throws IOException {
      Removal removal = journal.removal();
      List<Removal.Full> full = removal.full();
      if (full.size() > 1) {
        List<Removal.Full> gone = full.subList(0, full.size() - 1);
        archive(removal, gone);
        long through = gone.get(gone.size() - 1).lastId();
        Removal.Prepared prepared =
            removal.prepare(through, Shortened.keptBy(journal, KEEP_EACH, through));
        tell.accept(through);
        takeOut(disk, removal, prepared);
        tell.accept(through);
      }
      removal.removeFiles();
    }

    /** Its records are those that were acknowledged, and what came through of others. */
    private static Journal open(SimDisk disk, List<JournalRecord> records) throws IOException {
      Journal journal = Journal.open(DIR, OPTIONS, disk, records::add);
      try {
        records.addAll(Shortened.read(journal, records.size()));
        return journal;
      } catch (EventStoreException unreadable) {
        journal.close();
        throw new IOException(unreadable);
      }
    }

    /** Whether it was acknowledged. */
    private static boolean append(Journal journal, Random random, int most)
        throws InterruptedException {
      byte[] body = new byte[random.nextInt(most)];
      random.nextBytes(body);
      try {
        journal.append(body).getValue();
        return true;
      } catch (InvocationTargetException refused) {
        return false;
      }
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      List<JournalRecord> records = new ArrayList<>(acked.records);
      try (Journal journal = open(disk, records)) {
        assertTrue(
            "acknowledged " + acked.records.size() + ", found " + journal.lastAcknowledgedId(),
            journal.lastAcknowledgedId() == records.size());
        long through = journal.takenOutThrough();
        assertTrue(
            "taken out " + through + " of " + acked.through + " to " + acked.wanted,
            through == acked.through || through == acked.wanted);
        assertWhole(journal, records);
        assertEquals(
            List.of(), disk.list(DIR).stream().filter(name -> name.endsWith(".tmp")).toList());
        shown.accept(new Acked(List.copyOf(records), through, through));
        assertTrue(append(journal, new Random(1), 50));
        journal.removal().removeFiles();
        shown.accept(new Acked(List.copyOf(records), through, through));
        assertWhole(journal, records);
      }
    }

    private static void assertWhole(Journal journal, List<JournalRecord> records)
        throws IOException {
      long through = journal.takenOutThrough();
      int each = through == 0 ? 1 : KEEP_EACH;
      List<JournalRecord> read = Shortened.read(journal, 0);
      assertEquals(Optional.empty(), Shortened.wrong(read, records, through, each));
      List<JournalRecord> history = new ArrayList<>();
      try (JournalCursor cursor = journal.history(ARCHIVES, 0)) {
        cursor.forEachRemaining(history::add);
      }
      assertEquals("with archives", Optional.empty(), Shortened.wrong(history, records, 0, 1));
    }
  }
}
