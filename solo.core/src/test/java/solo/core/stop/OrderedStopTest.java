package solo.core.stop;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.osgi.framework.BundleEvent;
import org.osgi.util.promise.Promises;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Restoration;
import solo.core.event.Payload.SystemShutdownComplete;
import solo.core.event.Payload.SystemShutdownStarted;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

public class OrderedStopTest {
  private static final Caller OWNER = Caller.owner("alice");

  private final StopWorld world = new StopWorld();

  @Test
  public void shd02_shd03_phasesRunInOrderAndTheCompletionIsTheLastRecord() {
    world.stop().bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertEquals(
        List.of(
            "append system_shutdown_started",
            "drain within 8 s",
            "stop services within 12 s",
            "checkpoint",
            "flush",
            "append system_shutdown_complete"),
        world.steps);
    assertEquals(List.of(), world.exits);
    SystemShutdownComplete last = (SystemShutdownComplete) world.last().payload();
    assertEquals(0, last.exitCode());
    assertEquals("framework", last.trigger());
    assertEquals("system:stop", world.last().actor());
  }

  @Test
  public void shd01_aStopByCommandStopsTheFrameworkOnceAndRunsOnce() throws Exception {
    OrderedStop stop = world.stop();
    assertFalse(stop.stopping());
    stop.shutdown(OWNER, "maintenance");
    stop.shutdown(Caller.owner("bob"), "again");
    assertTrue(stop.stopping());
    assertTrue(
        "the framework is asked to stop within 10 s", world.stopAsked.await(10, TimeUnit.SECONDS));
    stop.bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    stop.bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertEquals(2, world.drafts.size());
    assertEquals("owner:alice", world.last().actor());
    assertEquals("maintenance", world.last().reason());
    assertEquals(new SystemShutdownStarted("shutdown"), world.drafts.get(0).payload());
  }

  @Test
  public void shd01_onlyAnAdminStopsTheContainer() {
    world.authorization =
        (caller, permission, tenant) -> {
          throw new AccessDeniedException(caller, Permission.ADMIN, tenant);
        };
    OrderedStop stop = world.stop();
    assertThrows(AccessDeniedException.class, () -> stop.shutdown(Caller.directory("default"), ""));
    assertFalse(stop.stopping());
  }

  @Test
  public void shd11_theStopOfAnotherBundleIsNoShutdown() {
    OrderedStop stop = world.stop();
    stop.bundleChanged(world.bundle(7, BundleEvent.STOPPING));
    stop.bundleChanged(world.systemBundle(BundleEvent.STARTED));
    assertEquals(List.of(), world.steps);
    assertFalse(stop.stopping());
  }

  @Test
  public void shd05_aStragglerIsNamedAndTheStopIsStillClean() {
    world.stragglers = List.of(ServiceKey.parse("a/slow"), ServiceKey.parse("b/stuck"));
    world.stop().bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    SystemShutdownComplete last = (SystemShutdownComplete) world.last().payload();
    assertEquals("a/slow b/stuck", last.stragglers());
    assertEquals(0, last.exitCode());
    assertEquals(List.of("OK ends without waiting for [a/slow, b/stuck]"), world.exits);
  }

  @Test
  public void shd05_aStopWithoutRoomForItsCheckpointIsClean() {
    world.checkpointer =
        (caller, reason) -> {
          throw new IOException("no room");
        };
    world.stop().bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertEquals(List.of(), world.exits);
    assertEquals(0, ((SystemShutdownComplete) world.last().payload()).exitCode());
  }

  @Test
  public void shd05_aFailedPhaseEndsIn70AfterTheRestWasDone() {
    world.flush = () -> Promises.failed(new IOException("gone"));
    world.stop().bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertEquals(1, world.exits.size());
    assertTrue(
        world.exits.get(0), world.exits.get(0).startsWith("STOP_FAILED the stop failed: fl"));
    assertEquals(70, ((SystemShutdownComplete) world.last().payload()).exitCode());
  }

  @Test
  public void anInterruptDoesNotCutTheStopShort() {
    Thread.currentThread().interrupt();
    world.stop().bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertTrue("the interrupt is kept", Thread.interrupted());
    assertEquals(6, world.steps.size());
    assertEquals(List.of(), world.exits);
  }

  @Test
  public void aContainerWithoutDeployerAndCheckpointerStopsToo() {
    OrderedStop stop = world.stop();
    stop.services = (Restoration) null;
    stop.checkpointer = (Checkpointer) null;
    stop.bundleChanged(world.systemBundle(BundleEvent.STOPPING));
    assertEquals(
        List.of("append system_shutdown_started", "flush", "append system_shutdown_complete"),
        world.steps);
  }
}
