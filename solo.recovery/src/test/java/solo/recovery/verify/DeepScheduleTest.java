package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.recovery.verify.World.key;
import static solo.recovery.verify.World.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The scheduled deep verify across processes, and the file that it keeps. */
public class DeepScheduleTest {
  private static final int MANY = 1_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private World world;
  private Path file;
  private long nowMs = 1_000_000;

  @Before
  public void begin() {
    world = new World(folder.getRoot().toPath());
    world.process();
    file = folder.getRoot().toPath().resolve("verified");
  }

  private DeepRound.Stores stores() {
    return new DeepRound.Stores(
        world.events,
        world.checkpointStore(),
        world.projection,
        () -> Seal.OPEN,
        () -> world.stores,
        world.messages.logger());
  }

  private DeepSchedule process() {
    DeepSchedule schedule =
        new DeepSchedule(
            stores(),
            new ProvedFile(Disk.real(), file, world.messages.logger()),
            60_000,
            0,
            () -> nowMs);
    schedule.open();
    return schedule;
  }

  private static List<Finding> round(DeepSchedule schedule) {
    while (!schedule.step()) {
      assertEquals(0, schedule.waitMs());
    }
    List<Finding> found = schedule.found();
    schedule.ended();
    return found;
  }

  /** So many events that no index is asked for. */
  private void fill(int services) {
    for (int i = 0; i < services; i++) {
      world.logged("acme/s" + i % 7, i);
    }
  }

  @Test
  public void aRoundIsFollowedByAnotherAfterTheIntervalAlsoInTheNextProcess() {
    fill(9);
    DeepSchedule schedule = process();
    assertEquals(0, schedule.waitMs());
    assertEquals(List.of(), round(schedule));
    assertEquals(60_000, schedule.waitMs());
    nowMs += 20_000;
    assertEquals(40_000, process().waitMs());
    nowMs += 40_000;
    assertEquals(0, process().waitMs());
  }

  @Test
  public void aClockSetBackDelaysARoundByNoMoreThanTheInterval() {
    DeepSchedule schedule = process();
    round(schedule);
    nowMs -= 900_000;
    assertEquals(60_000, process().waitMs());
    assertEquals(60_000, schedule.waitMs());
    nowMs += 60_000;
    assertEquals(0, schedule.waitMs());
  }

  @Test
  public void ver18_aStepIsBoundedAndProcessesThatDieOftenStillComeToTheEnd() {
    fill(MANY / 2);
    world.process();
    long last = world.log.lastId();
    long before = world.log.eventsRead();
    int processes = 0;
    boolean over = false;
    while (!over) {
      DeepSchedule schedule = process();
      long read = world.log.eventsRead();
      // What comes after the last event is a step of its own.
      over = schedule.step() || schedule.step();
      assertTrue(world.log.eventsRead() - read <= 200);
      schedule.save();
      schedule.close();
      processes++;
      assertTrue("no end after " + processes + " processes", processes < 1_000);
    }
    assertTrue("it took " + processes + " processes", processes > 5);
    // What was proved is not read again.
    assertTrue(world.log.eventsRead() - before < last + 100L * processes);
  }

  @Test
  public void aProcessThatDiesBeforeItsFirstStepLosesNothing() {
    fill(MANY / 2);
    world.process();
    DeepSchedule schedule = process();
    schedule.step();
    schedule.save();
    long at = proved().round().orElseThrow().state().id();
    assertTrue(at > 0);
    process().save();
    assertEquals(at, proved().round().orElseThrow().state().id());
  }

  @Test
  public void whatWasFoundBeforeAStopIsStillFoundAtTheEndOfTheRound() {
    world.append(key("acme/x"), new Payload.Unreadable("type 'x_y'"));
    fill(MANY / 2);
    world.process();
    DeepSchedule schedule = process();
    schedule.step();
    schedule.save();
    List<Finding> found = round(process());
    assertEquals(List.of(Kind.UNREADABLE_EVENT), found.stream().map(Finding::kind).toList());
  }

  @Test
  public void aFileThatIsBrokenOrOfAnotherLogBeginsAtTheFirstEvent() throws Exception {
    fill(MANY / 2);
    world.process();
    DeepSchedule schedule = process();
    schedule.step();
    schedule.save();
    byte[] good = Files.readAllBytes(file);
    for (int at : new int[] {0, 20, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(file, bad);
      assertEquals(Proved.NOTHING, proved());
    }
    Files.write(file, java.util.Arrays.copyOf(good, 11));
    assertEquals(Proved.NOTHING, proved());
    Files.write(file, new byte[0]);
    assertEquals(Proved.NOTHING, proved());

    Proved.Position position = ProvedFile.decode(good).round().orElseThrow();
    assertTrue(position.isOf(world.log));
    Proved.Position other =
        new Proved.Position(position.state(), position.timeMs(), new UUID(9, 9), position.found());
    assertFalse(other.isOf(world.log));
  }

  @Test
  public void whatAnEarlierProcessHadProvedAccusesNobody() {
    fill(10);
    world.process();
    SystemState right = world.projection.current();
    SystemState wrong = new SystemState(right.id() - 2, true, true, new TreeMap<>());
    Proved.Position position =
        Proved.Position.after(
            world.log.event(wrong.id()).orElseThrow(),
            wrong,
            List.of(Finding.of(Kind.CHAIN_BROKEN, "3", "from a wrong file", "", false)));
    new ProvedFile(Disk.real(), file, world.messages.logger())
        .write(new Proved(0, Optional.of(position)));
    assertEquals(List.of(), round(process()));
    assertTrue(world.messages.hold("info", "begins anew"));
  }

  @Test
  public void everyFieldIsReadBack() throws Exception {
    ServiceKey web = key("acme/web");
    SortedMap<ServiceKey, ServiceRecord> services = new TreeMap<>();
    services.put(
        web,
        new ServiceRecord(
            web,
            Standing.QUARANTINED,
            7,
            8,
            Optional.of(spec(3)),
            5,
            "directory:acmé\n",
            Optional.of(new ServiceRecord.Intent(9, spec(4), "owner:ann")),
            Optional.of(new FileMark("ab", FileOutcome.INTERRUPTED, 4, 2))));
    services.put(
        key("acme/db"),
        new ServiceRecord(
            key("acme/db"),
            Standing.UNDEPLOYED,
            0,
            0,
            Optional.empty(),
            0,
            "",
            Optional.of(new ServiceRecord.Intent(2, spec(1), "x")),
            Optional.empty()));
    List<Finding> found =
        List.of(
            new Finding(Kind.LOG_GAP, "", "", "1-2", "d", "f", false, 6),
            Finding.of(Kind.DRIFT, web, "4", "detail", "fix", true));
    Proved proved =
        new Proved(
            123,
            Optional.of(
                new Proved.Position(
                    new SystemState(11, false, true, services), 99, new UUID(1, 2), found)));
    assertEquals(proved, ProvedFile.decode(ProvedFile.encode(proved)));
    assertEquals(Proved.NOTHING, ProvedFile.decode(ProvedFile.encode(Proved.NOTHING)));
  }

  private Proved proved() {
    return new ProvedFile(Disk.real(), file, world.messages.logger()).read();
  }
}
