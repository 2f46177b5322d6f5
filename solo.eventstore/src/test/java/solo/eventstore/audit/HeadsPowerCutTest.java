package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.disk.Loss;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.audit.AuditWorld.OpenedLog;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.provider.LoggedLines;

/**
 * Key, signed heads and journal on one disk that loses its power, or fails: no written head is
 * lost, and there is no false alarm.
 */
public class HeadsPowerCutTest {
  private static final Path EVENTS = Path.of("/sim/events");
  private static final Path STATE = Path.of("/sim/state");
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withSegmentBytes(8 << 10)
          .withWaits(Duration.ofDays(1), Duration.ZERO)
          .withPrepareAhead(false);

  @Test
  public void flt02_03_04_05_noWrittenHeadIsLostAndThereIsNoFalseAlarm() throws Exception {
    new PowerCuts<>(new Life(), 20_260_118)
        .crashes(350)
        .sampledFaults(1, 1)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  @Test
  public void flt05_aHeadWhoseForceFailedIsWrittenAnewBeforeItCounts() throws Exception {
    SimDisk disk = new SimDisk();
    OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
    try {
      HeadsKeeper keeper = Life.keeper(disk, log);
      assertTrue(keeper.open() && Life.append(log, new Random(1)));
      disk.watch(
          (number, op) -> {
            if (op == SimDisk.Op.FORCE) {
              throw new IOException("simulated EIO");
            }
          });
      assertFalse(keeper.sign(true));
      disk.watch((number, op) -> {});
      assertTrue(keeper.status().trouble(), keeper.open() && keeper.sign(true));
      // behind what was found at the first start
      assertEquals(2, keeper.status().written().number());
      SimDisk lost = disk.powerLoss(Loss.DROPPED, new Random(1));
      assertEquals(2, new HeadsFile(STATE.resolve("heads"), lost, 2).read().tail().number());
    } finally {
      log.journal().close();
    }
  }

  /**
   * What was acknowledged.
   *
   * @param events of the log
   * @param heads the number of the last one that was written
   */
  private record Acked(long events, long heads) {}

  private static final class Life implements Story<Acked> {
    @Override
    public String name() {
      return "signed heads";
    }

    @Override
    public Acked nothing() {
      return new Acked(0, 0);
    }

    @Override
    public int count(Acked acked) {
      return (int) (acked.events + acked.heads);
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws IOException, InterruptedException {
      OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
      try {
        HeadsKeeper keeper = keeper(disk, log);
        long heads = from.heads;
        for (int i = 0; i < 4; i++) {
          append(log, random);
          acked.accept(new Acked(log.last().id(), heads));
          if (keeper.open() && keeper.sign(random.nextBoolean())) {
            heads = keeper.status().written().number();
            acked.accept(new Acked(log.last().id(), heads));
          }
        }
      } finally {
        log.journal().close();
      }
    }

    /** Whether it was acknowledged. */
    private static boolean append(OpenedLog log, Random random) throws InterruptedException {
      EventDraft draft =
          new EventDraft(
              "", "", "owner:ann", "", 0, new Payload.ServiceKilled("d" + random.nextInt(99)));
      try {
        log.journal().append(EventCodec.encode(new UUID(1, 2), draft)).getValue();
        return true;
      } catch (InvocationTargetException refused) {
        return false;
      }
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      OpenedLog log = AuditWorld.open(EVENTS, disk, OPTIONS);
      try {
        assertTrue("events " + acked + log.last(), log.last().id() >= acked.events);
        HeadsKeeper keeper = keeper(disk, log);
        assertTrue(keeper.status().trouble(), keeper.open());
        assertEquals(List.of(), keeper.status().findings());
        long found = keeper.status().written().number();
        assertTrue("heads " + acked + found, found >= acked.heads);
        shown.accept(new Acked(log.last().id(), found));
        assertTrue(append(log, new Random(1)));
        assertTrue(keeper.status().trouble(), keeper.sign(true));
        shown.accept(new Acked(log.last().id(), keeper.status().written().number()));
        assertProved(disk, log, keeper);
      } finally {
        log.journal().close();
      }
    }

    private static void assertProved(SimDisk disk, OpenedLog log, HeadsKeeper keeper)
        throws InterruptedException {
      Heads.Tail known = keeper.status().written();
      Path heads = STATE.resolve("heads");
      Path keys = STATE.resolve("audit.pub");
      Report report =
          LogAudit.verify(log, () -> ReadHeads.of(heads, keys, disk, known), told -> {});
      assertEquals(report.toString(), List.of(), report.findings());
      assertEquals(log.last().id(), report.lastSigned());
    }

    private static HeadsKeeper keeper(SimDisk disk, OpenedLog log) {
      return new HeadsKeeper(
          new HeadsBook(
              new HeadsFile(STATE.resolve("heads"), disk, 2),
              new KeyFiles(
                  STATE.resolve("audit.key"), STATE.resolve("audit.pub"), disk, Modes.NONE),
              Clock.systemUTC()),
          log,
          () -> AuditWorld.told(log.journal()),
          new SigningSettings(1_000, Duration.ofDays(1)),
          System::nanoTime,
          LoggedLines.into(new ArrayList<>()));
    }
  }
}
