package solo.core.stop;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.osgi.framework.BundleEvent;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.Doors;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Restoration;
import solo.core.event.EventStoreException;
import solo.core.event.Payload.SystemShutdownComplete;
import solo.core.event.Payload.SystemShutdownStarted;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

public class OrderedStopTest {
  private static final Caller OWNER = Caller.owner("alice");

  private final StopWorld world = new StopWorld();

  @Test
  public void shd02_shd03_phasesRunInOrderAndTheCompletionIsTheLastRecord() {
    world.stores.add(world.store("tokens", () -> Promises.resolved(null)));
    OrderedStop stop = world.stop();
    long begin = System.nanoTime();
    stopFramework(stop);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertEquals(
        List.of(
            "append system_shutdown_started",
            "drain",
            "stop services",
            "checkpoint",
            "flush",
            "flush tokens",
            "append system_shutdown_complete",
            "close 8"),
        world.steps);
    assertEquals(List.of(), world.exits);
    assertEquals(0, complete().exitCode());
    assertEquals("framework stop", complete().trigger());
    assertEquals("system:stop", world.last().actor());
    Duration drain = world.limits.get(0);
    assertTrue(drain.toString(), drain.compareTo(Duration.ofSeconds(8).minus(took)) >= 0);
    assertTrue(drain.toString(), drain.compareTo(Duration.ofSeconds(8)) <= 0);
    assertEquals(Duration.ofSeconds(12), world.limits.get(1));
  }

  @Test
  public void shd01_theLauncherSaysWhichWayTheStopCame() {
    world.trigger = "SIGTERM";
    stopFramework(world.stop());
    assertEquals(new SystemShutdownStarted("SIGTERM"), world.drafts.get(0).payload());
    assertEquals("SIGTERM", complete().trigger());
    assertEquals("the process got SIGTERM", world.last().reason());
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
    stopFramework(stop);
    stopFramework(stop);
    assertEquals(2, world.drafts.size());
    assertEquals("owner:alice", world.last().actor());
    assertEquals("maintenance", world.last().reason());
    assertEquals(new SystemShutdownStarted("shutdown"), world.drafts.get(0).payload());
  }

  @Test
  public void shd01_onlyAnAdminStopsTheContainer() {
    world.authorization =
        new Doors(
            (caller, permission, tenant) -> {
              throw new AccessDeniedException(caller, Permission.ADMIN, tenant);
            });
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
    stopFramework(world.stop());
    assertEquals("a/slow b/stuck", complete().stragglers());
    assertEquals(0, complete().exitCode());
    assertEquals("it is closed before it ends", "close 8", world.steps.get(world.steps.size() - 1));
    assertEquals(List.of("OK ends without waiting for [a/slow, b/stuck]"), world.exits);
  }

  @Test
  public void shd05_aStopWithoutRoomForItsCheckpointIsClean() {
    world.checkpointer =
        (caller, reason) -> {
          throw new IOException("no room");
        };
    stopFramework(world.stop());
    assertEquals(List.of(), world.exits);
    assertEquals(0, complete().exitCode());
  }

  @Test
  public void shd05_aFailedPhaseEndsIn70AfterTheRestWasDone() {
    world.flush = () -> Promises.failed(new IOException("gone"));
    stopFramework(world.stop());
    assertEquals(1, world.exits.size());
    assertTrue(
        world.exits.get(0), world.exits.get(0).startsWith("STOP_FAILED the stop failed: fl"));
    assertEquals(70, complete().exitCode());
  }

  @Test
  public void shd05_aDiskThatFailsEndsIn74AtOnce() {
    world.refused = new EventStoreException(EventStoreException.Cause.IO_FAILURE, "EIO", null);
    stopFramework(world.stop());
    assertTrue(
        world.exits.get(0), world.exits.get(0).startsWith("IO_FAILURE the stop failed: first"));
    assertEquals(74, complete().exitCode());
    assertFalse(world.steps.contains("close 8"));
  }

  @Test
  public void shd04_aStoreThatFailsIs70AndTheOthersAreFlushed() {
    world.stores.add(world.store("tokens", () -> Promises.failed(new IOException("no"))));
    world.stores.add(
        world.store(
            "odd",
            () -> {
              throw new IllegalStateException("odd");
            }));
    world.stores.add(world.store("vault", () -> Promises.resolved(null)));
    stopFramework(world.stop());
    assertTrue(
        world.steps.containsAll(
            List.of(
                "flush",
                "flush tokens",
                "flush odd",
                "flush vault",
                "append system_shutdown_complete")));
    assertEquals(70, complete().exitCode());
    assertEquals(
        List.of("STOP_FAILED the stop failed: flush of tokens: java.io.IOException: no"),
        world.exits);
  }

  @Test
  public void shd06_aStoreThatHangsTakesOnlyTheTimeOfTheFlush() {
    // The other steps end at once, but not a thread of a busy machine: each has a second or more.
    world.config.put("drainMs", 500L);
    world.config.put("servicesMs", 500L);
    world.config.put("flushMs", 4_000L);
    Deferred<Void> never = new Deferred<>();
    world.stores.add(world.store("hangs", never::getPromise));
    world.stores.add(world.store("vault", () -> Promises.resolved(null)));
    stopFramework(world.stop());
    assertTrue(world.steps.contains("flush vault"));
    assertEquals(70, complete().exitCode());
    assertTrue(complete().durationMs() + " ms", complete().durationMs() >= 3_000);
    assertTrue(world.exits.get(0), world.exits.get(0).contains("flush of hangs"));
  }

  @Test
  public void shd06_aPhaseThatNeverReturnsIsLeftBehind() throws Exception {
    world.config.put("drainMs", 100L);
    world.config.put("servicesMs", 100L);
    world.config.put("flushMs", 2_000L);
    world.config.put("closeMs", 100L);
    CountDownLatch release = new CountDownLatch(1);
    world.whileDraining = () -> await(release);
    world.whileServicesStop = () -> await(release);
    world.whileClosing = () -> await(release);
    stopFramework(world.stop());
    release.countDown();
    assertEquals("append system_shutdown_complete", world.steps.get(5));
    assertEquals(70, complete().exitCode());
    assertEquals(1, world.exits.size());
    assertTrue(
        world.exits.get(0), world.exits.get(0).startsWith("STOP_FAILED the stop failed: dr"));
  }

  @Test
  public void shd06_aDeployThatOutlivesTheDrainIsNamedAsAStraggler() {
    world.undrained = List.of(ServiceKey.parse("a/late"));
    world.stragglers = List.of(ServiceKey.parse("b/stuck"), ServiceKey.parse("a/late"));
    stopFramework(world.stop());
    assertEquals("a/late b/stuck", complete().stragglers());
    assertEquals(0, complete().exitCode());
  }

  @Test
  public void shd06_theLauncherKnowsTheBoundOfTheWholeAndOfEachPhase() {
    world.config.put("drainMs", 2_000L);
    world.config.put("servicesMs", 3_000L);
    world.config.put("flushMs", 1_000L);
    world.config.put("closeMs", 1_500L);
    world.config.put("frameworkMs", 500L);
    world.stragglers = List.of(ServiceKey.parse("a/stuck"));
    OrderedStop stop = world.stop();
    assertEquals(List.of(" 9000"), world.told);
    stopFramework(stop);
    List<String> phases = List.of("", "drain", "services", "flush", "close", "close");
    assertEquals(phases, world.told.stream().map(told -> told.split(" ")[0]).toList());
    long left = 9_000;
    for (String told : world.told) {
      long next = Long.parseLong(told.split(" ")[1]);
      assertTrue(world.told.toString(), next <= left);
      left = next;
    }
    assertEquals("a straggler is not waited for any longer", 500, left);
  }

  @Test
  public void shd05_aSlowFlushMayTakeWhatDrainAndServicesLeft() {
    world.config.put("flushMs", 100L);
    world.stores.add(world.store("slow", () -> slow(1_500)));
    stopFramework(world.stop());
    assertEquals(0, complete().exitCode());
    assertEquals(List.of(), world.exits);
  }

  private static Promise<Void> slow(long ms) {
    Deferred<Void> done = new Deferred<>();
    CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(() -> done.resolve(null));
    return done.getPromise();
  }

  @Test
  public void shd07_thePhaseIsVisible() {
    OrderedStop stop = world.stop();
    assertEquals(Optional.empty(), stop.progress());
    List<Shutdown.Progress> seen = new ArrayList<>();
    world.whileDraining = () -> seen.add(stop.progress().orElseThrow());
    world.whileServicesStop = () -> seen.add(stop.progress().orElseThrow());
    stopFramework(stop);
    assertEquals(
        List.of(Shutdown.Phase.DRAIN, Shutdown.Phase.SERVICES),
        seen.stream().map(Shutdown.Progress::phase).toList());
    assertEquals("framework stop", seen.get(0).trigger());
    assertEquals(Shutdown.Phase.CLOSE, stop.progress().orElseThrow().phase());
  }

  @Test
  public void anInterruptDoesNotCutTheStopShort() {
    Thread.currentThread().interrupt();
    stopFramework(world.stop());
    assertTrue("the interrupt is kept", Thread.interrupted());
    assertEquals(7, world.steps.size());
    assertEquals(List.of(), world.exits);
  }

  @Test
  public void aContainerWithoutDeployerAndCheckpointerStopsToo() {
    OrderedStop stop = world.stop();
    stop.services = (Restoration) null;
    stop.checkpointer = (Checkpointer) null;
    stopFramework(stop);
    assertEquals(
        List.of(
            "append system_shutdown_started",
            "flush",
            "append system_shutdown_complete",
            "close 8"),
        world.steps);
  }

  private void stopFramework(OrderedStop stop) {
    stop.bundleChanged(world.systemBundle(BundleEvent.STOPPING));
  }

  private SystemShutdownComplete complete() {
    return (SystemShutdownComplete) world.last().payload();
  }

  private static void await(CountDownLatch release) {
    try {
      assertTrue("released within 30 s", release.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError("a phase is not interrupted", e);
    }
  }
}
