package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.recovery.verify.World.key;
import static solo.recovery.verify.World.kinds;
import static solo.recovery.verify.World.only;
import static solo.recovery.verify.World.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.event.Payload.InconsistencyFixed;
import solo.core.event.Payload.InconsistencyFound;
import solo.core.event.Payload.VerificationCompleted;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.Severity;
import solo.core.verify.VerificationReport;
import solo.core.verify.VerificationReport.Status;

/** What is mended, and what the log is told. */
public class FixTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private World world;

  @Before
  public void begin() {
    world = new World(folder.getRoot().toPath());
  }

  @After
  public void end() throws Exception {
    world.verifier.deactivate();
  }

  private List<Event> found() {
    return world.log.all(InconsistencyFound.class);
  }

  private List<Event> fixed() {
    return world.log.all(InconsistencyFixed.class);
  }

  private List<Event> completed() {
    return world.log.all(VerificationCompleted.class);
  }

  /** A verify of the schedule, now. */
  private VerificationReport scheduled() throws Exception {
    return world.verifier.scheduledNow();
  }

  @Test
  public void ver05_aMissingServiceRunsAgainByOneRepairWithAnEvent() throws Exception {
    Event deployed = world.logged("acme/web", 1);
    world.boot();
    VerificationReport report = world.fix();
    assertEquals(1, report.fixed());
    assertEquals(List.of(), report.findings());
    assertEquals(1, report.running());
    LiveBundle web = world.framework.bundles().get(0);
    assertEquals(deployed.id(), web.eventId());
    Event event = fixed().get(0);
    assertEquals(Optional.of(key("acme/web")), event.draft().key());
    assertEquals("owner:ann", event.draft().actor());
    assertEquals(found().get(0).id(), event.draft().cause());
    InconsistencyFixed payload = (InconsistencyFixed) event.payload();
    assertEquals("MISSING_SERVICE", payload.kind());
    assertTrue(payload.before(), payload.before().contains("has no bundle"));
    assertTrue(payload.after(), payload.after().contains("active by event " + deployed.id()));
    assertEquals(event.id(), report.repairs().get(0).eventId());
    assertEquals(Status.OK, world.quick().status());
  }

  @Test
  public void ver05_whatRunsAndShouldNotIsGone() throws Exception {
    world.deploy("acme/killed", 1);
    world.kill("acme/killed");
    world.framework.add(ToyFramework.bundle(77, Optional.empty(), false, 0, spec(3), "ACTIVE"));
    world.boot();
    VerificationReport report = world.fix();
    assertEquals(2, report.fixed());
    assertEquals(Status.OK, report.status());
    assertEquals(List.of(), world.framework.bundles());
  }

  @Test
  public void aRepairThatDoesNotWorkIsInTheReportWithItsReasonAndWritesNothing() throws Exception {
    world.logged("acme/web", 1);
    LiveBundle stuck = world.deploy("acme/stuck", 2);
    world.kill("acme/stuck");
    world.framework.sticks(stuck);
    world.framework.breaks(key("acme/web"), "missing package a.b");
    world.boot();
    long last = world.log.lastId();
    VerificationReport report = world.fix();
    assertEquals(0, report.fixed());
    assertEquals(2, report.repairs().size());
    assertTrue(report.repairs().stream().anyMatch(r -> r.after().equals("missing package a.b")));
    assertEquals(List.of(Kind.KILLED_BUT_ALIVE, Kind.MISSING_SERVICE), kinds(report));
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void flt06_whatTheLogHasNoRoomToTellIsNotMendedUntilItHas() throws Exception {
    LiveBundle alive = world.deploy("acme/killed", 1);
    world.kill("acme/killed");
    world.boot();
    long last = world.log.lastId();
    world.log.saysRefusing("the disk is full; free some space");
    VerificationReport report = world.fix();
    assertEquals(0, report.fixed());
    assertEquals(
        "the log could not be told of it: the disk is full; free some space",
        report.repairs().get(0).after());
    for (int i = 0; i < 50; i++) {
      assertEquals(List.of(), scheduled().repairs());
    }
    assertEquals(List.of(alive), world.framework.bundles());
    assertEquals(last, world.log.lastId());
    world.log.saysRefusing("");
    assertEquals("no try was counted", 1, scheduled().fixed());
    assertEquals(List.of(), world.framework.bundles());
    assertEquals(1, fixed().size());
  }

  @Test
  public void flt06_anOpenIntentIsClosedOnAFullDisk() throws Exception {
    world.log.saysRefusing("the disk is full");
    world.log.refuse(InconsistencyFixed.class::isInstance);
    world.append(key("acme/web"), new Payload.ServiceDeploying(spec(1), false, false));
    world.boot();
    VerificationReport.Repair repair = world.fix().repairs().get(0);
    assertTrue(repair.after(), repair.done() && repair.after().contains("could not be told"));
    assertEquals(0, repair.eventId());
    assertEquals(1, world.log.all(Payload.ServiceDeploymentFailed.class).size());
  }

  @Test
  public void ver08_nothingToMendWritesNothing() throws Exception {
    world.boot();
    long last = world.log.lastId();
    assertEquals(0, world.fix().fixed());
    assertEquals(0, world.verifier.fix(Depth.DEEP, true, World.OWNER, told -> {}).fixed());
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void ver09_aSecondFixHasNothingToDo() throws Exception {
    world.logged("acme/web", 1);
    world.boot();
    assertEquals(1, world.fix().fixed());
    long last = world.log.lastId();
    assertEquals(0, world.fix().fixed());
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void whoIsNoAdminMendsNothing() throws Exception {
    world.logged("acme/web", 1);
    world.boot();
    assertThrows(
        AccessDeniedException.class,
        () -> world.verifier.fix(Depth.BOOT, false, Caller.directory("acme"), told -> {}));
    assertEquals(0, world.framework.restored);
  }

  @Test
  public void ver07_theLastReportIsReadBackAlsoByTheNextProcess() throws Exception {
    world.process();
    assertEquals(Optional.empty(), world.verifier.last());
    world.logged("acme/web", 1);
    world.deploy("acme/db", 2);
    world.boot();
    VerificationReport own = world.verifier.last().orElseThrow();
    assertEquals(Depth.BOOT, own.depth());
    assertEquals(2, own.expected());
    assertEquals(1, own.running());
    Finding finding = only(own);
    assertEquals(Severity.ERROR, finding.severity());
    assertTrue(finding.fixable());
    assertTrue(finding.fix(), finding.fix().contains("install and start"));
    VerificationReport past = world.process().verifier.last().orElseThrow();
    assertEquals(own.findings(), past.findings());
    assertEquals(own.status(), past.status());
    assertEquals(own.eventId(), past.eventId());
    assertEquals(own.expected(), past.expected());
  }

  @Test
  public void aFindingIsToldOnceAlsoAcrossProcessesUntilItIsGone() throws Exception {
    Event deployed = world.logged("acme/web", 1);
    world.boot();
    scheduledWithoutFix();
    world.boot();
    scheduledWithoutFix();
    assertEquals(1, found().size());
    assertEquals(deployed.id(), found().get(0).draft().cause());
    assertEquals(Optional.of(key("acme/web")), found().get(0).draft().key());

    LiveBundle web = world.framework.run(key("acme/web"), spec(1), deployed.id());
    scheduled();
    world.framework.lose(web);
    world.boot();
    assertEquals(2, found().size());
  }

  @Test
  public void whatComesBackWhileTheProcessLivesIsToldAgain() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.framework.breaks(key("acme/web"), "not now");
    world.boot();
    for (int i = 0; i < 2; i++) {
      world.framework.lose(web);
      scheduled();
      scheduled();
      world.framework.add(web);
      scheduled();
    }
    assertEquals(2, found().size());
  }

  private void scheduledWithoutFix() throws Exception {
    world.framework.breaks(key("acme/web"), "not now");
    scheduled();
  }

  @Test
  public void rec13_whatIsWrongWithTheLogIsToldOnceAlsoPastACheckpoint() throws Exception {
    Event unreadable = world.append(key("acme/x"), new Payload.Unreadable("type 'x_y'"));
    world.deploy("acme/a", 1);
    long gap = world.log.lastId();
    world.log.skip(3);
    world.deploy("acme/b", 2);
    for (int boots = 0; boots < 3; boots++) {
      world.boot().checkpoint();
      world.deep();
      scheduled();
    }
    assertEquals(
        List.of(gap, unreadable.id()), found().stream().map(e -> e.draft().cause()).toList());
    assertEquals(2, world.verifier.last().orElseThrow().findings().size());
  }

  @Test
  public void theEventOfAManyFindingsHasTheWorstAndNamesHowManyThereAre() throws Exception {
    for (int i = 0; i < 130; i++) {
      world.logged("acme/s" + i, i);
    }
    world.append(key("acme/x"), new Payload.ServiceDeploying(spec(1), false, false));
    world.boot();
    VerificationCompleted payload = (VerificationCompleted) completed().get(0).payload();
    assertEquals(131, payload.findings());
    assertEquals(ReportEvents.MOST_LISTED, payload.listed().size());
    assertTrue(payload.listed().stream().noneMatch(f -> f.kind().equals("OPEN_INTENT")));
    assertEquals(ReportEvents.MOST_LISTED, found().size());
  }

  @Test
  public void aScheduledVerifyIsToldOnlyWhereItsResultIsAnother() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.boot();
    assertEquals(1, completed().size());
    scheduled();
    world.deploy("acme/db", 2);
    scheduled();
    assertEquals(1, completed().size());
    world.framework.lose(web);
    scheduled();
    assertEquals(2, completed().size());
    VerificationCompleted payload = (VerificationCompleted) completed().get(1).payload();
    assertEquals(1, payload.fixed());
    assertEquals("OK", payload.status());
    assertEquals("system:verifier", fixed().get(0).draft().actor());
    scheduled();
    assertEquals(2, completed().size());
  }

  @Test
  public void theStartIsToldBeforeAnythingIsMended() throws Exception {
    world.logged("acme/web", 1);
    world.boot();
    assertEquals(0, world.framework.restored);
    assertEquals(1, found().size());
    assertEquals(1, completed().size());
    assertEquals(completed().get(0).id(), world.log.lastId());
  }

  @Test
  public void reportAloneMendsNothingAndOffDoesNotEvenLook() throws Exception {
    world.config = new World.Config("report", 20, 3, 3_600_000, 3_600_000, 100);
    LiveBundle web = world.deploy("acme/web", 1);
    world.boot();
    world.framework.lose(web);
    assertEquals(Kind.MISSING_SERVICE, only(scheduled()).kind());
    assertEquals(0, world.framework.restored);
    long last = world.log.lastId();
    world.config = new World.Config("off", 20, 3, 3_600_000, 3_600_000, 100);
    world.boot();
    assertEquals(last, world.log.lastId());
    assertEquals(1, world.fix().fixed());
  }

  @Test
  public void aFightEndsInAFindingWhileAnOperatorMayGoOn() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.config = new World.Config("fix", 20, 3, 0, 3_600_000, 100);
    world.boot();
    List<Status> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      world.framework.lose(web);
      results.add(scheduled().status());
      web = world.framework.bundles().get(0);
    }
    assertEquals(List.of(Status.OK, Status.OK, Status.OK), results);
    world.framework.lose(web);
    VerificationReport fight = scheduled();
    assertEquals(List.of(Kind.MISSING_SERVICE, Kind.REPAIR_FIGHT), kinds(fight));
    assertEquals("web", fight.findings().get(1).service());
    assertEquals(3, world.framework.restored);
    assertEquals(List.of(Kind.MISSING_SERVICE, Kind.REPAIR_FIGHT), kinds(world.quick()));
    assertEquals(1, world.fix().fixed());
    assertEquals(Status.OK, scheduled().status());
  }

  @Test
  public void aFightIsToldOnceHoweverLongItLasts() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.config = new World.Config("fix", 20, 1, 0, 3_600_000, 100);
    world.boot();
    world.framework.lose(web);
    scheduled();
    world.framework.lose(world.framework.bundles().get(0));
    scheduled();
    long last = world.log.lastId();
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(Kind.MISSING_SERVICE, Kind.REPAIR_FIGHT), kinds(scheduled()));
    }
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void whatRecoveryCouldNotStartLeavesTheBudgetToOtherRepairs() throws Exception {
    for (int i = 0; i < 8; i++) {
      world.logged("acme/s" + i, i);
      world.framework.breaks(key("acme/s" + i), "its start throws");
    }
    world.config = new World.Config("fix", 5, 3, 0, 3_600_000, 100);
    world.boot();
    world.framework.add(ToyFramework.bundle(77, Optional.empty(), false, 0, spec(3), "ACTIVE"));
    scheduled();
    assertEquals(List.of(), world.framework.bundles());
  }

  @Test
  public void aBundleInstalledAgainAndAgainIsOneFightWhateverItsNumber() throws Exception {
    world.config = new World.Config("fix", 20, 2, 0, 3_600_000, 100);
    world.boot();
    for (long id = 70; id < 73; id++) {
      LiveBundle bundle = ToyFramework.bundle(id, Optional.empty(), false, 0, spec(3), "ACTIVE");
      world.framework.add(
          new LiveBundle(
              id,
              bundle.key(),
              false,
              0,
              "",
              false,
              "ACTIVE",
              "intruder",
              "1.0.0",
              "file:intruder.jar",
              List.of(),
              ""));
      scheduled();
    }
    assertEquals(1, world.framework.bundles().size());
    assertEquals(
        List.of(Kind.ORPHAN_SERVICE, Kind.REPAIR_FIGHT),
        kinds(world.verifier.last().orElseThrow()));
  }

  @Test
  public void aServiceThatNeverStartsIsNotStartedForEver() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.config = new World.Config("fix", 20, 3, 0, 3_600_000, 100);
    world.boot();
    world.framework.lose(web);
    world.framework.breaks(key("acme/web"), "its start throws");
    for (int i = 0; i < 9; i++) {
      scheduled();
    }
    assertEquals(3, world.framework.restored);
    assertEquals(List.of(Kind.MISSING_SERVICE), kinds(world.verifier.last().orElseThrow()));
    assertEquals(List.of(), fixed());
  }

  @Test
  public void whatIsMendedWithinARoundIsMendedOnce() throws Exception {
    world.deploy("acme/a", 1);
    world.deploy("acme/b", 2);
    world.process().checkpoint();
    SystemState wrong = new SystemState(2, true, true, new TreeMap<>());
    world.checkpoints.put(
        2L,
        new CheckpointStore.Listed(2, Optional.of(new CheckpointStore.Checkpoint(wrong, 9)), ""));
    world.boot();
    do {
      assertFalse("the round is over", world.verifier.deepStepNow());
    } while (world.quick().findings().isEmpty());
    for (int i = 0; i < 3; i++) {
      scheduled();
    }
    while (!world.verifier.deepStepNow()) {
      scheduled();
    }
    assertEquals(1, fixed().size());
    assertEquals(Status.OK, world.verifier.last().orElseThrow().status());
  }

  @Test
  public void noBudgetIsNoFight() throws Exception {
    world.config = new World.Config("report", 0, 3, 0, 3_600_000, 100);
    world.logged("acme/web", 1);
    world.boot();
    assertEquals(List.of(Kind.MISSING_SERVICE), kinds(world.quick()));
  }

  @Test
  public void whatRecoveryHasJustTriedIsNotTriedAtOnce() throws Exception {
    world.logged("acme/web", 1);
    world.boot();
    scheduled();
    assertEquals(0, world.framework.restored);
  }

  @Test
  public void theBudgetOfAllRepairsHolds() throws Exception {
    List<LiveBundle> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(world.deploy("acme/s" + i, i));
    }
    world.config = new World.Config("fix", 5, 3, 0, 3_600_000, 100);
    world.boot();
    all.forEach(world.framework::lose);
    VerificationReport report = scheduled();
    assertEquals(5, world.framework.restored);
    assertEquals(5, report.fixed());
    assertEquals(4, report.findings().size());
    assertTrue(kinds(report).contains(Kind.REPAIR_FIGHT));
    scheduled();
    assertEquals(5, world.framework.restored);
    assertEquals(3, world.fix().fixed());
  }

  @Test
  public void aFullDiskLosesTheEventsAndNotTheVerify() throws Exception {
    world.logged("acme/web", 1);
    world.log.refuse(payload -> true);
    world.boot();
    assertEquals(Kind.MISSING_SERVICE, only(world.verifier.last().orElseThrow()).kind());
    VerificationReport report = world.fix();
    assertEquals(1, report.fixed());
    assertEquals(0, report.repairs().get(0).eventId());
    world.log.refuse(payload -> false);
    world.framework.lose(world.framework.bundles().get(0));
    scheduled();
    assertEquals(1, found().size());
  }
}
