package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;
import org.osgi.service.condition.Condition;
import solo.core.deploy.Restoration.Order;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.recovery.RecoveryReport.Status;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/** Recovery from a log, at boot and again. */
public class LogReplayerTest {
  private static final ServiceKey WEB = key("acme/web");
  private static final ServiceKey DB = key("acme/db");
  private static final ServiceKey JOB = key("acme/job");

  private final Container container = new Container();

  @Test
  public void rec01_anAcknowledgedServiceComesBackWithItsSpecAndOneEventNamesTheDeploy() {
    Event deployed = container.deploy(WEB, spec(1));
    container.restart();
    Order order = container.framework.running().get(WEB);
    assertEquals(spec(1), order.spec());
    assertEquals(deployed.id(), order.eventId());
    List<Event> recovered = container.log.all(Payload.ServiceRecovered.class);
    assertEquals(1, recovered.size());
    assertEquals(deployed.id(), recovered.get(0).draft().cause());
    assertEquals("system:recovery", recovered.get(0).draft().actor());
    assertCounts(container.report(), Status.OK, 1, 0, 0, 0, 0);
  }

  @Test
  public void rec02_fiveServicesComeBackEachOnceInTheOrderOfTheirDeploys() {
    for (int i = 5; i > 0; i--) {
      container.deploy(key("acme/s" + i), spec(i));
    }
    container.restart();
    List<String> order = container.framework.asked().stream().map(o -> o.key().service()).toList();
    assertEquals(List.of("s5", "s4", "s3", "s2", "s1"), order);
    assertEquals(5, container.framework.running().size());
  }

  @Test
  public void rec30_whatNamesASecretWaitsWhileTheVaultIsSealedAndStartsAfterUnseal() {
    container.deploy(WEB, spec(1));
    Event deployed = container.deploy(DB, spec(2, "db.password"));
    container.seal = Seal.SEALED;
    container.restart();
    assertEquals(Set.of(WEB), container.framework.running().keySet());
    assertEquals(Status.OK, container.report().status());
    assertEquals(1, container.report().waiting());
    Line line = container.report().services().get(0);
    assertEquals(Outcome.WAITING, line.outcome());
    assertEquals("waits for the vault: vault-unseal", line.reason());
    assertEquals(Seal.SEALED, container.acted.judged());

    container.seal = Seal.OPEN;
    assertEquals(Seal.SEALED, container.acted.judged());
    container.replayer.unsealed(Condition.INSTANCE);
    Container.await("start of what waited", () -> container.acted.judged() == Seal.OPEN);
    Container.await("its report", () -> container.report().recovered() == 1);
    assertEquals(Set.of(WEB, DB), container.framework.running().keySet());
    assertEquals(1, container.report().alreadyRunning());
    assertEquals(0, container.report().waiting());
    assertEquals(
        1,
        container.log.all(Payload.ServiceRecovered.class).stream()
            .filter(e -> e.draft().cause() == deployed.id())
            .count());
  }

  @Test
  public void noServiceIsBroughtBackBeforeTokensAndSecretsAreKnown() {
    container.deploy(WEB, spec(1));
    container.stores = new CountDownLatch(1);
    container.process();
    container.replayer.start();
    Container.await("the begin", () -> container.log.all(Payload.SystemStarted.class).size() == 1);
    assertFalse(container.replayer.progress().ready());
    assertEquals(List.of(), container.framework.asked());
    container.stores.countDown();
    Container.await("readiness", () -> container.announced);
    assertEquals(Set.of(WEB), container.framework.running().keySet());
  }

  @Test
  public void aStoreThatIsNotRestoredKeepsNothingDown() {
    container.deploy(WEB, spec(1));
    container.missingStores = List.of("solo.capability.restored");
    container.restart();
    assertEquals(Set.of(WEB), container.framework.running().keySet());
  }

  @Test
  public void rec30_aStartThatFailsAfterUnsealIsTold() {
    container.deploy(DB, spec(2, "db.password"));
    container.seal = Seal.SEALED;
    container.restart();
    container.framework.breaks(DB, "no database");
    container.seal = Seal.OPEN;
    container.replayer.unsealed(Condition.INSTANCE);
    Container.await(
        "failure", () -> container.log.all(Payload.ServiceRecoveryFailed.class).size() == 1);
  }

  @Test
  public void anUnsealForWhichNothingWaitedRecoversNothing() throws Exception {
    container.deploy(DB, spec(2, "db.password"));
    container.restart();
    container.replayer.unsealed(Condition.INSTANCE);
    // The same thread would take this one after the other.
    container.seal = Seal.SEALED;
    container.replayer.recover();
    container.seal = Seal.OPEN;
    container.replayer.unsealed(Condition.INSTANCE);
    Container.await(
        "the one that waited",
        () -> container.log.all(Payload.RecoveryCompleted.class).size() == 3);
    assertEquals(1, container.report().alreadyRunning());
  }

  @Test
  public void rec03_aKilledServiceStaysDownAndNothingIsDeployed() {
    container.deploy(WEB, spec(1));
    Event killed = container.kill(WEB);
    container.restart();
    assertTrue(container.framework.running().isEmpty());
    assertEquals(1, container.log.all(Payload.ServiceDeployed.class).size());
    assertCounts(container.report(), Status.OK, 0, 1, 0, 0, 0);
    Line line = container.report().services().get(0);
    assertEquals(Outcome.SKIPPED, line.outcome());
    assertEquals(killed.id(), line.originalEventId());
  }

  @Test
  public void rec04_anEmptyStoreGivesZerosAndSuccessAndNoServiceEvent() {
    container.restart();
    assertCounts(container.report(), Status.OK, 0, 0, 0, 0, 0);
    assertEquals(List.of(), container.report().services());
    List<String> types = container.log.all(event -> true).stream().map(Event::type).toList();
    assertEquals(List.of("system_started", "recovery_completed", "system_ready"), types);
    Event ready = container.log.all(Payload.SystemReady.class).get(0);
    assertEquals(1, ready.draft().cause());
  }

  @Test
  public void rec05_recoveryIsIdempotent() {
    container.deploy(WEB, spec(1));
    container.restart();
    Order first = container.framework.running().get(WEB);
    int before = container.log.all(event -> event.draft().key().isPresent()).size();
    for (int again = 0; again < 2; again++) {
      assertCounts(container.replayer.recover(), Status.OK, 0, 0, 0, 1, 0);
    }
    assertEquals(first, container.framework.running().get(WEB));
    assertEquals(before, container.log.all(event -> event.draft().key().isPresent()).size());
  }

  @Test
  public void rec05_recoveringAgainBringsBackWhatIsDownAndTellsOnlyThat() {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.restart();
    container.framework.running().remove(DB);
    RecoveryReport report = container.replayer.recover();
    assertCounts(report, Status.OK, 1, 0, 0, 1, 0);
    List<Event> told = container.log.all(Payload.ServiceRecovered.class);
    assertEquals(3, told.size());
    assertEquals(DB, told.get(2).draft().key().orElseThrow());
  }

  @Test
  public void rec05_recoveringAgainDoesNotTellAgainOfWhatStillFails() {
    container.deploy(WEB, spec(1));
    container.process();
    container.framework.breaks(WEB, "no");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    assertCounts(container.replayer.recover(), Status.FAILED, 0, 0, 1, 0, 0);
    assertEquals(1, container.log.all(Payload.ServiceRecoveryFailed.class).size());
  }

  @Test
  public void aServiceThatIsBeingDeployedIsLeftToItsDeploy() {
    container.deploy(WEB, spec(1));
    container.restart();
    container.intent(WEB, Container.OWNER, spec(2));
    container.framework.asked().clear();
    RecoveryReport report = container.replayer.recover();
    assertEquals(1, report.waiting());
    assertEquals(1, report.planned());
    assertEquals(List.of(), container.framework.asked());
    assertEquals(0, container.log.all(Payload.ServiceDeploymentFailed.class).size());
  }

  @Test
  public void rec06_twoOfThreeKilled() {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.deploy(JOB, spec(3));
    container.kill(WEB);
    container.kill(DB);
    container.restart();
    assertEquals(Set.of(JOB), container.framework.running().keySet());
    assertCounts(container.report(), Status.OK, 1, 2, 0, 0, 0);
  }

  @Test
  public void rec07_equalIdsOfTwoTenantsComeBackEachInItsOwn() {
    Set<ServiceKey> keys = Set.of(key("a/x"), key("a/y"), key("b/x"), key("b/y"), key("b/z"));
    keys.forEach(key -> container.deploy(key, spec(key.tenant().equals("a") ? 1 : 2)));
    container.restart();
    assertEquals(keys, container.framework.running().keySet());
    assertEquals(spec(1), container.framework.running().get(key("a/x")).spec());
    assertEquals(spec(2), container.framework.running().get(key("b/x")).spec());
  }

  @Test
  public void rec10_oneOfThreeIsBrokenTheOthersRunAndTheStatusIsPartial() {
    container.deploy(WEB, spec(1));
    Event bad = container.deploy(DB, spec(2));
    container.deploy(JOB, spec(3));
    container.process();
    container.framework.breaks(DB, "the artifact is missing");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    assertEquals(Set.of(WEB, JOB), container.framework.running().keySet());
    assertCounts(container.report(), Status.PARTIAL, 2, 0, 1, 0, 0);
    Event failed = container.log.all(Payload.ServiceRecoveryFailed.class).get(0);
    assertEquals(bad.id(), failed.draft().cause());
    Payload.ServiceRecoveryFailed payload = (Payload.ServiceRecoveryFailed) failed.payload();
    assertEquals("the artifact is missing", payload.detail());
    assertEquals(spec(2).digest(), payload.digest());
  }

  @Test
  public void rec10_whereNothingComesBackTheStatusIsFailedAndTheContainerIsReady() {
    container.deploy(WEB, spec(1));
    container.process();
    container.framework.breaks(WEB, "no");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    assertCounts(container.report(), Status.FAILED, 0, 0, 1, 0, 0);
  }

  @Test
  public void rec16_theSpecAfterAKillAndANewDeployRuns() {
    container.deploy(WEB, spec(1));
    container.kill(WEB);
    container.deploy(WEB, spec(2));
    container.restart();
    assertEquals(spec(2), container.framework.running().get(WEB).spec());
    assertCounts(container.report(), Status.OK, 1, 0, 0, 0, 0);
  }

  @Test
  public void rec15_restartsOfTheSameLogEndInTheSameStateAndWriteTheSameEachTime() {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.kill(DB);
    container.restart();
    long before = container.log.lastId();
    container.restart();
    long growth = container.log.lastId() - before;
    for (int i = 0; i < 8; i++) {
      container.restart();
    }
    assertEquals(Set.of(WEB), container.framework.running().keySet());
    assertEquals(before + 9 * growth, container.log.lastId());
  }

  @Test
  public void shd09_theStartSaysWhetherTheLastStopWasClean() {
    container.restart();
    container.restart();
    List<Event> started = container.log.all(Payload.SystemStarted.class);
    assertTrue(((Payload.SystemStarted) started.get(0).payload()).lastStopClean());
    assertFalse(((Payload.SystemStarted) started.get(1).payload()).lastStopClean());
  }

  private static void assertCounts(
      RecoveryReport report,
      Status status,
      int recovered,
      int skipped,
      int failed,
      int alreadyRunning,
      int quarantined) {
    String what = report.toString();
    assertEquals(what, status, report.status());
    assertEquals(what, recovered, report.recovered());
    assertEquals(what, skipped, report.skipped());
    assertEquals(what, failed, report.failed());
    assertEquals(what, alreadyRunning, report.alreadyRunning());
    assertEquals(what, quarantined, report.quarantined());
    int all = recovered + skipped + failed + alreadyRunning + quarantined + report.waiting();
    assertEquals(what, report.planned(), all);
  }
}
