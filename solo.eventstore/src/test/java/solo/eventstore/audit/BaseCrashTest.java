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
import solo.core.audit.Audit.Witness;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.audit.AuditWorld.OpenedLog;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.provider.LoggedLines;

/** A retention and its signature on one simulated disk, with a crash at every operation. */
public class BaseCrashTest {
  private static final Path EVENTS = Path.of("/sim/events");
  private static final Path STATE = Path.of("/sim/state");
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withSegmentBytes(8 << 10).withPrepareAhead(false);

  /** A crash while something was taken out. */
  private record State(SimDisk disk, String what) {}

  private final List<State> states = new ArrayList<>();

  @Test
  public void noCrashOfARetentionMakesAFalseAlarmAndWhatWentIsSigned() throws Exception {
    run(true);
    assertTrue(states.size() + " states", states.size() > 100);
    int out = 0;
    for (State state : states) {
      Report report = nextStart(state);
      assertEquals(state.what + report, List.of(), report.findings());
      if (report.kept().isPresent()) {
        assertEquals(state.what, Witness.SIGNED, report.kept().get().witness());
        out++;
      }
    }
    assertTrue(out + " of " + states.size(), out > 0 && out < states.size());
  }

  @Test
  public void controlWithoutASignatureAnAlarmIsSeen() throws Exception {
    run(false);
    long alarms = 0;
    for (State state : states) {
      alarms += nextStart(state).findings().size();
    }
    assertTrue("the simulator does not see it", alarms > 0);
  }

  private void run(boolean signed) throws Exception {
    SimDisk disk = new SimDisk();
    OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
    try {
      HeadsKeeper keeper = keeper(disk, log);
      for (int i = 0; i < 60; i++) {
        append(log, new Payload.ServiceKilled("d".repeat(50)));
      }
      assertTrue(keeper.status().trouble(), keeper.open() && keeper.sign(true));
      disk.watch((number, op) -> keep(disk, number, op));
      Shortened shortened = Shortened.of(log, 3, 7);
      if (signed) {
        keeper.witness(shortened.prepared().takenOut());
      }
      append(log, shortened.told());
      shortened.commit();
    } finally {
      disk.watch((number, op) -> {});
      log.journal().close();
    }
  }

  private static void append(OpenedLog log, Payload payload) throws Exception {
    EventDraft draft = new EventDraft("", "", "owner:ann", "", 0, payload);
    log.journal().append(EventCodec.encode(new UUID(1, 2), draft)).getValue();
  }

  private void keep(SimDisk disk, int number, SimDisk.Op op) {
    if (!op.changes()) {
      return;
    }
    states.add(new State(disk.kill(), op + " " + number + ", killed"));
    for (Loss loss : Loss.values()) {
      states.add(
          new State(disk.powerLoss(loss, new Random(number)), op + " " + number + ", " + loss));
    }
  }

  /** What it says of itself, and goes on. */
  private static Report nextStart(State state) throws Exception {
    SimDisk disk = state.disk;
    OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
    try {
      HeadsKeeper keeper = keeper(disk, log);
      assertTrue(state.what + keeper.status().trouble(), keeper.open());
      append(log, new Payload.ServiceKilled("e"));
      assertTrue(state.what + keeper.status().trouble(), keeper.sign(true));
      Path heads = STATE.resolve("heads");
      return LogAudit.verify(
          log, () -> ReadHeads.of(heads, STATE.resolve("audit.pub"), disk, null), told -> {});
    } finally {
      log.journal().close();
    }
  }

  private static HeadsKeeper keeper(SimDisk disk, OpenedLog log) {
    return new HeadsKeeper(
        new HeadsBook(
            new HeadsFile(STATE.resolve("heads"), disk, 100),
            new KeyFiles(STATE.resolve("audit.key"), STATE.resolve("audit.pub"), disk, Modes.NONE),
            Clock.systemUTC()),
        log,
        () -> AuditWorld.told(log.journal()),
        new SigningSettings(1_000, Duration.ofDays(1)),
        System::nanoTime,
        LoggedLines.into(new ArrayList<>()));
  }
}
