package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.recovery.verify.World.key;
import static solo.recovery.verify.World.kinds;
import static solo.recovery.verify.World.only;
import static solo.recovery.verify.World.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.vault.Seal;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.Severity;
import solo.core.verify.VerificationReport;
import solo.core.verify.VerificationReport.Status;

/** What a look at the services finds, and that it finds nothing else. */
public class VerifyTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private World world;

  @Before
  public void begin() throws Exception {
    world = new World(folder.getRoot().toPath());
  }

  @After
  public void end() throws Exception {
    world.verifier.deactivate();
  }

  @Test
  public void ver01_fiveServicesThatRunAsLoggedAreFine() throws Exception {
    for (int i = 0; i < 5; i++) {
      world.deploy("acme/s" + i, i);
    }
    VerificationReport report = world.boot().quick();
    assertEquals(Status.OK, report.status());
    assertEquals(5, report.expected());
    assertEquals(5, report.running());
    assertEquals(0, report.busy());
    assertEquals(List.of(), report.findings());
  }

  @Test
  public void ver02_aBundleThatNoEventAccountsForIsNamedWithWhatItRegisters() throws Exception {
    world.deploy("acme/web", 1);
    world.framework.add(ToyFramework.bundle(77, Optional.empty(), false, 0, spec(3), "ACTIVE"));
    Finding finding = only(world.boot().quick());
    assertEquals(Kind.ORPHAN_SERVICE, finding.kind());
    assertEquals("77", finding.about());
    assertTrue(finding.detail(), finding.detail().contains("acme.web 1.0.3 from toy:77"));
    assertTrue(finding.detail(), finding.detail().contains("registers acme.Web"));
    assertTrue(finding.fixable());
  }

  @Test
  public void ver02_aBundleOfAServiceThatTheLogNeverDeployedIsAnOrphanOfItsTenant()
      throws Exception {
    world.framework.add(
        ToyFramework.bundle(77, Optional.of(key("acme/ghost")), false, 0, spec(3), "ACTIVE"));
    Finding finding = only(world.boot().quick());
    assertEquals(Kind.ORPHAN_SERVICE, finding.kind());
    assertEquals("acme", finding.tenant());
    assertEquals("ghost", finding.service());
  }

  @Test
  public void ver03_aDeployWithNothingRunningIsAMissingService() throws Exception {
    Event deployed = world.logged("acme/web", 1);
    VerificationReport report = world.boot().quick();
    Finding finding = only(report);
    assertEquals(Kind.MISSING_SERVICE, finding.kind());
    assertEquals(Severity.ERROR, finding.severity());
    assertEquals("web", finding.service());
    assertTrue(finding.detail(), finding.detail().contains("event " + deployed.id()));
    assertEquals(Status.ERROR, report.status());
    assertEquals(1, report.expected());
    assertEquals(0, report.running());
  }

  @Test
  public void ver04_aKilledServiceThatRunsOnIsFoundAndOneThatIsGoneIsNot() throws Exception {
    LiveBundle gone = world.deploy("acme/gone", 1);
    LiveBundle alive = world.deploy("acme/alive", 2);
    world.kill("acme/gone");
    world.framework.lose(gone);
    world.kill("acme/alive");
    VerificationReport report = world.boot().quick();
    Finding finding = only(report);
    assertEquals(Kind.KILLED_BUT_ALIVE, finding.kind());
    assertEquals("alive", finding.service());
    assertEquals(String.valueOf(alive.bundleId()), finding.about());
    assertEquals(0, report.expected());
  }

  @Test
  public void ver04_aStopThatHangsIsFoundAndNotOfferedForRepair() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.kill("acme/web");
    world.framework.replace(
        web,
        ToyFramework.bundle(web.bundleId(), web.key(), false, web.eventId(), spec(1), "STOPPING"));
    Finding finding = only(world.boot().quick());
    assertEquals(Kind.KILLED_BUT_ALIVE, finding.kind());
    assertFalse(finding.fixable());
  }

  @Test
  public void ver04_aQuarantinedServiceThatIsDownIsAsItShouldBe() throws Exception {
    world.logged("acme/web", 1);
    world.append(key("acme/web"), new Payload.ServiceQuarantined(spec(1).digest(), 3));
    assertEquals(Status.OK, world.boot().quick().status());
  }

  @Test
  public void ver06_everyItemIsCountedOnItsOwn() throws Exception {
    for (int i = 0; i < 6; i++) {
      world.logged("acme/s" + i, i);
    }
    world.kill("acme/s0");
    world.kill("acme/s1");
    VerificationReport report = world.boot().quick();
    assertEquals(4, report.expected());
    assertEquals(0, report.running());
    assertEquals(4, report.findings().size());
  }

  @Test
  public void ver12_killedAndDeployedAgainIsFineAndLeftAlone() throws Exception {
    LiveBundle first = world.deploy("acme/web", 1);
    world.kill("acme/web");
    world.framework.lose(first);
    world.deploy("acme/web", 1);
    world.boot();
    assertEquals(Status.OK, world.quick().status());
    List<LiveBundle> before = world.framework.bundles();
    long last = world.log.lastId();
    assertEquals(List.of(), world.fix().repairs());
    assertEquals(before, world.framework.bundles());
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void ver13_theOneWithTheNewestSpecIsKeptAndTheOthersAreFound() throws Exception {
    LiveBundle old = world.deploy("acme/web", 1);
    LiveBundle renewed = world.deploy("acme/web", 2);
    world.boot();
    Finding finding = only(world.quick());
    assertEquals(Kind.DUPLICATE, finding.kind());
    assertEquals(String.valueOf(old.bundleId()), finding.about());
    VerificationReport report = world.fix();
    assertEquals(1, report.fixed());
    assertEquals(Status.OK, report.status());
    assertEquals(List.of(renewed), world.framework.bundles());
  }

  @Test
  public void ver14_otherBytesOtherNamesAndUpdatesAreDriftWhichIsMendedOnlyWhenAsked()
      throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    LiveBundle drifted =
        ToyFramework.bundle(web.bundleId(), web.key(), true, web.eventId(), spec(2), "ACTIVE");
    world.framework.replace(web, drifted);
    VerificationReport report = world.boot().quick();
    assertEquals(Kind.DRIFT, only(report).kind());
    assertEquals(0, report.running());
    assertTrue(only(report).detail().contains(spec(1).digest()));
    assertEquals(List.of(), world.fix().repairs());
    assertEquals(List.of(drifted), world.framework.bundles());

    world.artifacts.damaged.add(spec(1).digest());
    VerificationReport worse = world.verifier.fix(Depth.BOOT, true, World.OWNER, told -> {});
    assertEquals(0, worse.fixed());
    assertEquals("better than nothing", List.of(drifted), world.framework.bundles());

    world.artifacts.damaged.clear();
    VerificationReport asked = world.verifier.fix(Depth.BOOT, true, World.OWNER, told -> {});
    assertEquals(1, asked.fixed());
    assertEquals(Status.OK, asked.status());
    assertEquals(spec(1).digest(), world.framework.bundles().get(0).digest());
  }

  @Test
  public void ver14_aBundleThatWasUpdatedInPlaceIsDrift() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.framework.replace(
        web,
        new LiveBundle(
            web.bundleId(),
            web.key(),
            true,
            web.eventId(),
            web.digest(),
            true,
            "ACTIVE",
            "acme.web",
            "1.0.1",
            web.location(),
            List.of(),
            ""));
    assertEquals(Kind.DRIFT, only(world.boot().quick()).kind());
  }

  @Test
  public void aServiceThatIsNotActiveIsFoundWithItsReason() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.framework.replace(
        web,
        new LiveBundle(
            web.bundleId(),
            web.key(),
            true,
            web.eventId(),
            web.digest(),
            false,
            "RESOLVED",
            "acme.web",
            "1.0.1",
            web.location(),
            List.of(),
            "its start threw"));
    Finding finding = only(world.boot().quick());
    assertEquals(Kind.NOT_ACTIVE, finding.kind());
    assertTrue(finding.detail(), finding.detail().contains("RESOLVED: its start threw"));
  }

  @Test
  public void anIntentWithNothingUnderWayIsFoundAndClosedWithoutADeath() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    Event intent =
        world.append(key("acme/web"), new Payload.ServiceDeploying(spec(2), true, false));
    world.boot();
    Finding finding = only(world.quick());
    assertEquals(Kind.OPEN_INTENT, finding.kind());
    assertEquals(String.valueOf(intent.id()), finding.about());
    VerificationReport report = world.fix();
    assertEquals(1, report.fixed());
    assertEquals(Status.OK, report.status());
    assertEquals(List.of(web), world.framework.bundles());
    Event closed = world.log.all(Payload.ServiceDeploymentFailed.class).get(0);
    assertEquals(intent.id(), closed.draft().cause());
    assertEquals("failed", ((Payload.ServiceDeploymentFailed) closed.payload()).outcome());
  }

  @Test
  public void ver15_aDryRunChangesNothing() throws Exception {
    world.logged("acme/missing", 1);
    world.framework.add(ToyFramework.bundle(77, Optional.empty(), false, 0, spec(3), "ACTIVE"));
    world.boot();
    List<LiveBundle> before = world.framework.bundles();
    long last = world.log.lastId();
    assertEquals(2, world.quick().findings().size());
    assertEquals(2, world.deep().findings().size());
    assertEquals(before, world.framework.bundles());
    assertEquals(last, world.log.lastId());
    assertEquals(0, world.framework.restored);
    assertEquals(List.of(), List.of(folder.getRoot().list()));
  }

  @Test
  public void ver19_whatHasEndedOnceItIsQuietIsNoFinding() throws Exception {
    world.boot();
    Event deployed = world.logged("acme/web", 1);
    world.framework.beforeQuiet = key -> world.framework.run(key, spec(1), deployed.id());
    VerificationReport report = world.quick();
    assertEquals(Status.OK, report.status());
    assertEquals(1, report.running());
    assertEquals(0, report.busy());
  }

  @Test
  public void ver19_whatIsUnderWayAllTheTimeIsCountedAndNotFound() throws Exception {
    world.logged("acme/web", 1);
    world.boot();
    world.framework.busy.add(key("acme/web"));
    VerificationReport report = world.quick();
    assertEquals(Status.OK, report.status());
    assertEquals(1, report.busy());
    assertEquals(1, report.expected());
    assertEquals(Set.of(), Set.copyOf(kinds(report)));
  }

  @Test
  public void ver19_deploysThatGoOnWhileSolosOwnBundlesRestartAreNoFindings() throws Exception {
    world.logged("acme/web", 1);
    world.framework.busy.add(key("acme/web"));
    world.process();
    world.verifier.beforeReady(0, true, () -> false);
    assertEquals(1, world.verifier.last().orElseThrow().busy());
    assertEquals(List.of(), world.log.all(Payload.InconsistencyFound.class));
  }

  @Test
  public void rec30_whatWaitsForTheVaultIsNotMissing() throws Exception {
    world.logged("acme/web", World.spec(1, "db.password"));
    world.vault = Seal.SEALED;
    world.boot();
    VerificationReport sealed = world.quick();
    assertEquals(List.of(), sealed.findings());
    assertEquals(0, sealed.expected());
    world.vault = Seal.OPEN;
    assertEquals("recovery has not acted yet", List.of(), world.quick().findings());
    world.seal.acted(Seal.OPEN);
    assertEquals(List.of(Kind.MISSING_SERVICE), World.kinds(world.quick()));
  }

  @Test
  public void whatRunsWhileTheVaultIsSealedIsJudgedAllTheSame() throws Exception {
    Event deployed = world.logged("acme/web", World.spec(1, "db.password"));
    world.vault = Seal.SEALED;
    world.framework.run(World.key("acme/web"), World.spec(1, "db.password"), deployed.id());
    world.boot();
    assertEquals(1, world.quick().running());
    assertEquals(List.of(), world.quick().findings());
    world.kill("acme/web");
    assertEquals(List.of(Kind.KILLED_BUT_ALIVE), World.kinds(world.quick()));
  }

  @Test
  public void whatIsIdleIsJudgedHoweverLongOthersWereBusy() throws Exception {
    world.logged("acme/web", 1);
    world.process();
    Confirmation late =
        new Confirmation(
            world.projection::current, () -> Seal.OPEN, world.framework, Duration.ZERO);
    Confirmation.Result result = late.look(false);
    assertEquals(0, result.busy());
    assertEquals(Kind.MISSING_SERVICE, result.confirmed().get(0).finding().kind());
  }

  @Test
  public void nothingIsVerifiedBeforeRecoveryHasEndedOrWhenTheContainerStops() throws Exception {
    world.process();
    assertThrows(IllegalStateException.class, world::quick);
    world.boot();
    world.stopping = true;
    assertThrows(IllegalStateException.class, world::quick);
    assertThrows(IllegalStateException.class, world::fix);
  }
}
