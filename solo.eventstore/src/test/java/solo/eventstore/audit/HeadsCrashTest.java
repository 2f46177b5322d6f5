package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.audit.AuditWorld.OpenedLog;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.provider.LoggedLines;

/** Key, heads and journal on one simulated disk, with a crash at every operation of a run. */
public class HeadsCrashTest {
  private static final Path EVENTS = Path.of("/sim/events");
  private static final Path STATE = Path.of("/sim/state");
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withSegmentBytes(8 << 10).withPrepareAhead(false);

  /** A crash and how many heads were known to be written by then. */
  private record State(SimDisk disk, String what, int written) {}

  private final List<State> states = new ArrayList<>();
  private volatile int written;

  @Test
  public void noCrashMakesAFalseAlarmNorLosesAWrittenHead() throws Exception {
    run(new SimDisk());
    assertTrue(states.size() + " states", states.size() > 200);
    for (State state : states) {
      assertSound(state);
    }
  }

  @Test
  public void controlWithoutForceHeadsAreLostAndThatIsSeen() throws Exception {
    SimDisk disk = new SimDisk();
    disk.forgetsForces = true;
    run(disk);
    int lost = 0;
    for (State state : states) {
      try {
        assertSound(state);
      } catch (java.io.IOException | AssertionError e) {
        lost++;
      }
    }
    assertTrue("the simulator does not see it", lost > 0);
  }

  private void run(SimDisk disk) throws Exception {
    disk.watch((number, op) -> keep(disk, number, op));
    OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
    try {
      HeadsKeeper keeper = keeper(disk, log);
      for (int i = 0; i < 5; i++) {
        append(log, i);
        assertTrue(keeper.status().trouble(), keeper.open() && keeper.sign(i % 2 == 0));
        written = Math.max(written, (int) keeper.status().written().number());
      }
    } finally {
      disk.watch((number, op) -> {});
      log.journal().close();
    }
    assertEquals("each second event", 3, written);
  }

  private static void append(OpenedLog log, int i) throws Exception {
    EventDraft draft =
        new EventDraft("", "", "owner:ann", "", 0, new Payload.ServiceKilled("d" + i));
    log.journal().append(EventCodec.encode(new UUID(1, 2), draft)).getValue();
  }

  private void keep(SimDisk disk, int number, SimDisk.Op op) {
    if (!op.changes()) {
      return;
    }
    String what = op + " " + number;
    states.add(new State(disk.kill(), what + ", killed", written));
    for (Loss loss : Loss.values()) {
      states.add(new State(disk.powerLoss(loss, new Random(number)), what + ", " + loss, written));
    }
  }

  /** What the next start has, and what it adds. */
  private static void assertSound(State state) throws Exception {
    SimDisk disk = state.disk;
    OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
    try {
      HeadsKeeper keeper = keeper(disk, log);
      assertTrue(state.what + keeper.status().trouble(), keeper.open());
      long found = keeper.status().written().number();
      assertTrue(state.what + ": " + found, found >= state.written);
      append(log, 99);
      assertTrue(state.what + keeper.status().trouble(), keeper.sign(true));
      ReadHeads read =
          ReadHeads.of(
              STATE.resolve("heads"), STATE.resolve("audit.pub"), disk, keeper.status().written());
      Proof proof = new Proof(log, read.check().sound(), told -> {}).run();
      Report report = proof.report(read.findings(log.instance(), proof));
      assertEquals(state.what + report, List.of(), report.findings());
      assertEquals(state.what, log.last().id(), report.lastSigned());
    } finally {
      log.journal().close();
    }
  }

  private static HeadsKeeper keeper(SimDisk disk, WitnessedLog log) {
    return new HeadsKeeper(
        new HeadsFile(STATE.resolve("heads"), disk, 2),
        new KeyFiles(STATE.resolve("audit.key"), STATE.resolve("audit.pub"), disk, Modes.NONE),
        log,
        new SigningSettings(1_000, Duration.ofDays(1)),
        new HeadsKeeper.Clocks(Clock.systemUTC(), System::nanoTime),
        LoggedLines.into(new ArrayList<>()));
  }
}
