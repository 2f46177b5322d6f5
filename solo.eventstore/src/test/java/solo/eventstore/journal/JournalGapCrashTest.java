package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.disk.Totals;

/** A crash at every operation while a gap is accepted, and while the log goes on after it. */
public class JournalGapCrashTest {
  private final List<SimDisk> states = new ArrayList<>();
  private final List<Long> acked = new ArrayList<>();
  private static final long SEED = Totals.seed(20_260_120);

  private final Random random = new Random(SEED);
  private final Totals totals = new Totals("accepted losses", SEED);
  private long last;

  @Test
  public void flt03_aCrashWhileAGapIsAcceptedLeavesItAcceptedOrNot() throws Exception {
    for (Damaged journal : damaged()) {
      Gap gap = journal.check().damages().get(0).gap();
      List<JournalRecord> whole = whole(journal, gap);
      watch(journal.disk);
      journal.accept();
      unwatch(journal.disk);
      int accepted = 0;
      for (SimDisk state : states) {
        for (SimDisk crashed : crashes(state)) {
          accepted += acceptedOrNot(journal, crashed, gap, whole) ? 1 : 0;
        }
      }
      assertTrue("crashes that left it accepted", accepted > 0);
      for (SimDisk crashed : crashes(journal.disk)) {
        assertTrue("lost after it was done", acceptedOrNot(journal, crashed, gap, whole));
      }
    }
    totals.print();
  }

  @Test
  public void flt03_aCrashWhileTheLogGoesOnAfterAGapLosesNothing() throws Exception {
    for (Damaged journal : damaged()) {
      Gap gap = journal.accept();
      List<JournalRecord> whole = whole(journal, gap);
      SimDisk begin = journal.disk.kill();
      last = 0;
      watch(journal.disk);
      List<JournalRecord> more = new ArrayList<>();
      appendTo(journal, more);
      unwatch(journal.disk);
      whole.addAll(more);
      for (int i = 0; i < states.size(); i++) {
        for (SimDisk crashed : crashes(states.get(i))) {
          goesOn(crashed, acked.get(i), whole);
        }
      }
      journal.disk = begin;
      assertTrue("changes", states.size() > 8);
    }
    totals.print();
  }

  @Test
  public void controlAGapFileThatIsNotForcedIsLost() throws Exception {
    Damaged journal = damaged().get(0);
    journal.disk.forgetsForces = true;
    Gap gap = journal.accept();
    List<JournalRecord> whole = whole(journal, gap);
    SimDisk crashed = journal.disk.powerLoss(Loss.DROPPED, random);
    assertFalse(acceptedOrNot(journal, crashed, gap, whole));
  }

  /** Whether the gap is accepted; else it is as it was, and can be accepted again. */
  private boolean acceptedOrNot(
      Damaged journal, SimDisk crashed, Gap gap, List<JournalRecord> whole) throws Exception {
    totals.state(whole.size());
    journal.disk = crashed;
    boolean accepted = journal.check().isSound();
    if (!accepted) {
      Gap again = journal.accept();
      assertEquals(gap.firstLost(), again.firstLost());
      assertEquals(gap.next(), again.next());
    }
    try (Journal opened = journal.open()) {
      List<JournalRecord> read = JournalTest.all(opened, 0);
      // what was not proven may go with the power, but not once the gap says that it follows
      boolean proven = accepted || whole.get(whole.size() - 1).id() <= Damaged.RECORDS;
      assertTrue(proven ? read.size() == whole.size() : read.size() >= Damaged.RECORDS - 1);
      JournalTest.assertSame(whole.subList(0, read.size()), read);
    }
    return accepted;
  }

  private void goesOn(SimDisk crashed, long acked, List<JournalRecord> all) throws Exception {
    totals.state((int) acked);
    try (Journal opened = Journal.open(DIR, OPTIONS, crashed, record -> {})) {
      List<JournalRecord> read = JournalTest.all(opened, 0);
      assertTrue(opened.lastAcknowledgedId() >= acked);
      assertTrue(read.size() <= all.size());
      JournalTest.assertSame(all.subList(0, read.size()), read);
      long next = opened.append(new byte[3]).getValue().id();
      assertEquals(opened.lastAcknowledgedId(), next);
      assertTrue("id " + next, next > Damaged.RECORDS && next > acked);
    }
  }

  private void appendTo(Damaged journal, List<JournalRecord> more) throws Exception {
    try (Journal opened =
        Journal.open(
            DIR,
            OPTIONS,
            journal.disk,
            record -> {
              more.add(record);
              last = record.id();
            })) {
      last = opened.lastAcknowledgedId();
      for (int i = 0; i < 25; i++) {
        opened.append(new byte[400 + i]).getValue();
      }
    }
  }

  /** Lost in the middle, at the end, with a header, and where the next record is not proven. */
  private static List<Damaged> damaged() throws Exception {
    List<Damaged> all = new ArrayList<>();
    all.add(new Damaged().flip(new Damaged().record(5), 100));
    Damaged end = new Damaged();
    all.add(end.flip(end.last(), 100));
    Damaged header = new Damaged();
    header.disk.flip(header.file(header.last().segment()), 40);
    all.add(header);
    all.add(unproven());
    return all;
  }

  /** The process dies right after a record is written; the one before it is then harmed. */
  private static Damaged unproven() throws Exception {
    Damaged journal = new Damaged();
    SimDisk[] died = new SimDisk[1];
    List<JournalRecord> more = new ArrayList<>();
    SimDisk disk = journal.disk;
    try (Journal opened = journal.open(more)) {
      disk.watch((number, op) -> died[0] = op == SimDisk.Op.FORCE ? disk.kill() : died[0]);
      opened.append(new byte[100]).getValue();
      disk.watch((number, op) -> {});
    }
    journal.records.addAll(more);
    journal.disk = died[0];
    return journal.flip(journal.record(Damaged.RECORDS), 100);
  }

  private static List<JournalRecord> whole(Damaged journal, Gap gap) {
    List<JournalRecord> whole = new ArrayList<>(journal.records);
    whole.removeIf(record -> gap.holds(record.id()));
    return whole;
  }

  private void watch(SimDisk disk) {
    states.clear();
    acked.clear();
    disk.watch(
        (number, op) -> {
          if (op.changes()) {
            states.add(disk.kill());
            acked.add(last);
          }
        });
  }

  private static void unwatch(SimDisk disk) throws IOException {
    disk.watch((number, op) -> {});
  }

  /** What a crash of the process or of the machine may leave. */
  private List<SimDisk> crashes(SimDisk state) {
    List<SimDisk> left = new ArrayList<>(List.of(state.kill()));
    for (Loss loss : Loss.values()) {
      int draws = loss == Loss.DROPPED || loss == Loss.KEPT ? 1 : Totals.share(2);
      for (int draw = 0; draw < draws; draw++) {
        left.add(state.powerLoss(loss, random));
      }
    }
    return left;
  }
}
