package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer.Progress;
import solo.core.recovery.Suspects;
import solo.core.tenant.ServiceKey;

/** When the container is ready, and what happens where recovery is disturbed. */
public class LogReplayerOrderTest {
  private static final ServiceKey WEB = key("acme/web");
  private static final ServiceKey DB = key("acme/db");

  private final Container container = new Container();

  @After
  public void end() throws Exception {
    container.framework.gate.countDown();
    container.replayer.deactivate();
  }

  private void beginRecovery() throws InterruptedException {
    container.process();
    container.framework.gate = new CountDownLatch(1);
    container.replayer.start();
    assertTrue(
        "nothing is brought back within 20 s",
        container.framework.begun.await(20, TimeUnit.SECONDS));
  }

  @Test
  public void rec26_readyIsAnnouncedOnlyAfterRecoveryAndItsEventIsDurable() throws Exception {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    beginRecovery();
    assertEquals(new Progress(false, 2, 0), container.replayer.progress());
    assertFalse(container.announced);
    assertEquals(List.of(), container.log.all(Payload.SystemReady.class));
    container.framework.gate.countDown();
    Container.await("readiness", () -> container.announced);
    assertEquals(new Progress(true, 2, 2), container.replayer.progress());
    assertEquals(1, container.log.all(Payload.SystemReady.class).size());
  }

  @Test
  public void rec12_queuedChangesAreLetThroughAfterReadyIsDurableAndBeforeItIsAnnounced()
      throws Exception {
    container.deploy(WEB, spec(1));
    beginRecovery();
    assertFalse(container.framework.released());
    container.framework.gate.countDown();
    Container.await("readiness", () -> container.announced);
    assertTrue(container.releasedBefore);
    assertTrue(container.framework.readyWasDurable());
  }

  @Test
  public void recoverWaitsForTheRecoveryOfTheBoot() throws Exception {
    container.deploy(WEB, spec(1));
    beginRecovery();
    RecoveryReport[] again = new RecoveryReport[1];
    Thread caller = new Thread(() -> again[0] = container.replayer.recover());
    caller.start();
    container.framework.gate.countDown();
    caller.join();
    assertEquals(1, again[0].alreadyRunning());
    assertEquals(0, again[0].recovered());
  }

  @Test
  public void aRecoveryThatTakesLongTellsHowFarItIs() throws Exception {
    container.deploy(WEB, spec(1));
    beginRecovery();
    Container.await("a line of progress", () -> container.messages.hold("info", "recovering"));
  }

  @Test
  public void shd10_aStopDuringRecoveryEndsItWithoutReadyAndTheNextStartCompletesIt()
      throws Exception {
    container.deploy(WEB, spec(1));
    beginRecovery();
    container.framework.breaks(WEB, "the container stops");
    container.stopping = true;
    container.framework.stopAll(java.time.Duration.ofSeconds(1));
    container.replayer.deactivate();
    assertFalse(container.announced);
    assertFalse(container.framework.released());
    assertEquals(List.of(), container.log.all(Payload.SystemReady.class));
    assertEquals(List.of(), container.log.all(Payload.RecoveryCompleted.class));
    assertEquals(List.of(), container.log.all(Payload.ServiceRecoveryFailed.class));
    assertThrows(IllegalStateException.class, container.replayer::recover);
    container.restart();
    assertTrue(container.framework.running().containsKey(WEB));
  }

  @Test
  public void shd10_deactivationEndsARecoveryThatHangs() throws Exception {
    container.deploy(WEB, spec(1));
    beginRecovery();
    container.replayer.deactivate();
    assertFalse(container.announced);
    assertEquals(List.of(), container.log.all(Payload.SystemReady.class));
  }

  @Test
  public void shd11_restartOfTheContainersOwnBundlesIsNeitherAStopNorAStart() throws Exception {
    container.deploy(WEB, spec(1));
    container.suspects = new Suspects(Map.of(WEB, new Suspects.Note(spec(1).digest(), 3)));
    container.restart();
    assertEquals(1, container.log.all(Payload.ServiceQuarantined.class).size());
    container.deploy(WEB, spec(1));
    Event intent = container.intent(DB, Container.OWNER, spec(2));
    container.replayer.deactivate();

    container.parts().replayer.start();
    Container.await("readiness", () -> container.announced);

    List<Event> started = container.log.all(Payload.SystemStarted.class);
    assertEquals(1, started.size());
    assertTrue(container.projection().current().lastStopClean());
    List<Event> ready = container.log.all(Payload.SystemReady.class);
    assertEquals(2, ready.size());
    assertEquals(started.get(0).id(), ready.get(1).draft().cause());
    assertEquals("judged once", 1, container.log.all(Payload.ServiceQuarantined.class).size());
    assertTrue(container.framework.running().containsKey(WEB));
    Event closed = container.log.all(Payload.ServiceDeploymentFailed.class).get(0);
    assertEquals(intent.id(), closed.draft().cause());
    assertTrue(closed.draft().reason(), closed.draft().reason().contains("restarted"));
  }

  @Test
  public void deactivationTakesReadyBack() throws Exception {
    container.restart();
    container.replayer.deactivate();
    assertFalse(container.announced);
  }

  @Test
  public void aRestorationThatThrowsStillEndsReadyWithWhatItHadBroughtBack() {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.process();
    container.framework.fault = new IllegalStateException("a fault");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    RecoveryReport report = container.report();
    assertEquals(RecoveryReport.Status.PARTIAL, report.status());
    assertEquals(1, report.recovered());
    assertEquals(1, report.failed());
    assertTrue(report.services().get(0).reason().contains("a fault"));
  }

  @Test
  public void rec23_aStartThatRanOutOfTimeFailsWhileTheOthersRecover() {
    container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.process();
    container.framework.breaks(WEB, "its start did not end within 11 ms");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    assertEquals(1, container.report().recovered());
    assertEquals(1, container.report().failed());
    Event failed = container.log.all(Payload.ServiceRecoveryFailed.class).get(0);
    assertEquals(WEB, failed.draft().key().orElseThrow());
  }

  @Test
  public void aFullDiskDelaysReadyUntilThereIsRoomWhileServicesRun() {
    container.deploy(WEB, spec(1));
    container.log.refuse(payload -> true);
    container.process();
    container.replayer.start();
    Container.await(
        "a refused system_ready", () -> container.messages.hold("error", "system_ready"));
    assertTrue(container.framework.running().containsKey(WEB));
    assertFalse(container.announced);
    assertFalse(container.replayer.progress().ready());
    container.log.refuse(payload -> false);
    Container.await("readiness", () -> container.announced);
  }
}
