package solo.eventstore.head;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.disk.Totals;
import solo.core.verify.Kind;
import solo.eventstore.journal.DamagedJournalException;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.provider.LoggedLines;

/** Head and journal on one simulated disk, with a crash at every operation of a run. */
public class HeadCrashTest {
  private static final Path EVENTS = Path.of("/sim/events");
  private static final Path HEAD = Path.of("/sim/state/head");
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withSegmentBytes(8 << 10).withPrepareAhead(false);

  /** A crash and what the head was known to be by then. */
  private record State(SimDisk disk, String what, boolean written) {}

  private final List<State> states = new ArrayList<>();
  private volatile boolean written;

  /** The journal as the head sees it. */
  private record Opened(Journal journal, AtomicReference<JournalRecord> newest)
      implements WitnessedLog {
    @Override
    public UUID instance() {
      return journal.openReport().instance();
    }

    @Override
    public long openedAt() {
      return journal.openReport().lastId();
    }

    @Override
    public Last last() {
      JournalRecord last = newest.get();
      return last == null
          ? new Last(openedAt(), journal.linkAt(openedAt()))
          : new Last(last.id(), last.link());
    }

    @Override
    public byte[] linkAt(long id) {
      return journal.linkAt(id);
    }

    @Override
    public boolean isLost(long id) {
      return false;
    }
  }

  @Test
  public void noCrashMakesAFalseAlarmNorLosesAWrittenHead() throws Exception {
    run(new SimDisk());
    assertTrue(states.size() + " states", states.size() > 300);
    Totals totals = new Totals("head", 0);
    for (State state : states) {
      totals.state(state.written ? 1 : 0);
      Optional<Kind> found = found(state.disk);
      if (state.written) {
        assertEquals(state.what, Optional.empty(), found);
      } else {
        assertTrue(state.what + found, found.isEmpty() || found.get() == Kind.HEAD_MISSING);
      }
    }
    totals.print();
  }

  @Test
  public void controlWithoutForceTheHeadGetsAheadAndIsNoticed() throws Exception {
    SimDisk disk = new SimDisk();
    disk.forgetsForces = true;
    run(disk);
    boolean noticed = false;
    for (State state : states) {
      try {
        noticed |= found(state.disk).filter(Kind.HEAD_AHEAD::equals).isPresent();
      } catch (DamagedJournalException e) {
        // that the journal is damaged is another matter
      }
    }
    assertTrue("the simulator does not see it", noticed);
    assertFalse(states.isEmpty());
  }

  private void run(SimDisk disk) throws Exception {
    disk.watch((number, op) -> keep(disk, number, op));
    AtomicReference<JournalRecord> newest = new AtomicReference<>();
    try (Journal journal = Journal.open(EVENTS, OPTIONS, disk, newest::set)) {
      HeadKeeper keeper = keeper(disk, new Opened(journal, newest));
      for (int i = 0; i < 24; i++) {
        journal.append(new byte[700]).getValue();
        if (i % 2 == 0) {
          assertTrue(keeper.follow());
          written = true;
        }
      }
      assertTrue(keeper.follow());
    } finally {
      disk.watch((number, op) -> {});
    }
  }

  private void keep(SimDisk disk, int number, SimDisk.Op op) {
    if (!op.changes()) {
      return;
    }
    String what = op + " " + number;
    states.add(new State(disk.kill(), what + ", killed", written));
    for (Loss loss : Loss.values()) {
      SimDisk lost = disk.powerLoss(loss, new Random(number));
      states.add(new State(lost, what + ", power lost, " + loss, written));
    }
  }

  /** What the next start finds, and a second one: the first may have changed something. */
  private static Optional<Kind> found(SimDisk disk) throws IOException {
    AtomicReference<JournalRecord> newest = new AtomicReference<>();
    try (Journal journal = Journal.open(EVENTS, OPTIONS, disk, newest::set)) {
      HeadKeeper keeper = keeper(disk, new Opened(journal, newest));
      assertTrue(keeper.follow());
      return keeper.status().finding().map(finding -> finding.kind());
    }
  }

  private static HeadKeeper keeper(SimDisk disk, WitnessedLog log) {
    return new HeadKeeper(
        new HeadFile(HEAD, disk), log, Clock.systemUTC(), LoggedLines.into(new ArrayList<>()));
  }
}
