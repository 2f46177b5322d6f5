package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.recovery.verify.World.key;
import static solo.recovery.verify.World.spec;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.event.Payload.VerificationCompleted;
import solo.core.recovery.SystemState;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/** The schedule, the start, the end, and how well the container says it is. */
public class PatrolTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private World world;

  @Before
  public void begin() {
    world = new World(folder.getRoot().toPath());
    world.config = new World.Config("fix", 20, 3, 20, 20, 100);
  }

  @After
  public void end() throws Exception {
    world.verifier.deactivate();
  }

  private boolean written(String depth) {
    return world.log.all(VerificationCompleted.class).stream()
        .map(event -> ((VerificationCompleted) event.payload()).depth())
        .anyMatch(depth::equals);
  }

  @Test
  public void theScheduleMendsAndReadsAllOfItWithoutBeingAsked() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.boot();
    world.framework.lose(web);
    world.verifier.ready();
    World.await("a repair", () -> !world.log.all(Payload.InconsistencyFixed.class).isEmpty());
    World.await("a deep verify", () -> written("DEEP"));
    world.verifier.deactivate();
    assertEquals(1, world.framework.bundles().size());
    assertTrue(List.of(folder.getRoot().list()).contains("verified"));
  }

  @Test
  public void offRunsNoSchedule() throws Exception {
    world.config = new World.Config("off", 20, 3, 1, 1, 100);
    // of another test's
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    world.boot();
    world.verifier.ready();
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .anyMatch(thread -> thread.getName().equals("solo-verifier")));
  }

  @Test
  public void whatTheStartFoundAndRecoveryDidNotTryIsMendedAtOnce() throws Exception {
    world.config = new World.Config("fix", 20, 3, 3_600_000, 3_600_000, 100);
    world.framework.add(ToyFramework.bundle(77, Optional.empty(), false, 0, spec(3), "ACTIVE"));
    world.boot();
    assertEquals(1, world.framework.bundles().size());
    world.verifier.ready();
    World.await("the orphan's end", () -> world.framework.bundles().isEmpty());
  }

  @Test
  public void aStoreThatJoinsDuringTheStartIsLookedAtAtOnce() throws Exception {
    world.config = new World.Config("report", 20, 3, 3_600_000, 3_600_000, 100);
    world.process();
    world.verifier.inspections = List.of(new Late(world.verifier));
    world.verifier.beforeReady(0, false, () -> false);
    assertEquals(List.of(), world.log.all(Payload.InconsistencyFound.class));
    world.verifier.ready();
    World.await(
        "the late store's finding",
        () -> !world.log.all(Payload.InconsistencyFound.class).isEmpty());
  }

  /** Another store is there once this one was asked. */
  private record Late(FoldVerifier verifier) implements Inspection {
    @Override
    public String name() {
      return "early";
    }

    @Override
    public List<Finding> quick(SystemState fold) {
      verifier.inspections = List.of(this, new Head());
      return List.of();
    }

    @Override
    public Iterator<List<Finding>> deep(SystemState fold) {
      return List.<List<Finding>>of().iterator();
    }

    @Override
    public Optional<String> repair(Finding finding) {
      return Optional.empty();
    }
  }

  private record Head() implements Inspection {
    @Override
    public String name() {
      return "head";
    }

    @Override
    public List<Finding> quick(SystemState fold) {
      return List.of(Finding.of(Kind.HEAD_AHEAD, "", "the log is older", "find it", false));
    }

    @Override
    public Iterator<List<Finding>> deep(SystemState fold) {
      return List.<List<Finding>>of().iterator();
    }

    @Override
    public Optional<String> repair(Finding finding) {
      return Optional.empty();
    }
  }

  @Test
  public void shd10_aStopEndsTheVerifyOfTheStartAndWritesNothing() throws Exception {
    world.logged("acme/web", 1);
    world.stopping = true;
    world.boot();
    assertEquals(List.of(), world.log.all(VerificationCompleted.class));
    assertEquals(List.of(), world.log.all(Payload.InconsistencyFound.class));
  }

  @Test
  public void servicesThatAStopTakesDownAreNoFindings() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.boot();
    long last = world.log.lastId();
    world.framework.beforeQuiet = key -> world.stopping = true;
    world.framework.lose(web);
    assertThrows(IllegalStateException.class, world.verifier::scheduledNow);
    assertEquals(last, world.log.lastId());
  }

  @Test
  public void theStartBecomesReadyWhateverTheVerifyMeets() throws Exception {
    world.process();
    world.framework.fault = new IllegalStateException("no bundles");
    world.log.refuse(payload -> true);
    world.verifier.beforeReady(1, false, () -> false);
    assertEquals(
        Kind.STORE_UNREADABLE, world.verifier.last().orElseThrow().findings().get(0).kind());
  }

  @Test
  public void ver10_aLogThatCannotBeAskedWhatWasToldIsAFinding() throws Exception {
    world.deploy("acme/web", 1);
    world.boot().process();
    world.log.failAfter(0, EventStoreException.Cause.IO_FAILURE);
    world.verifier.beforeReady(1, false, () -> false);
    world.log.failAfter(Long.MAX_VALUE, EventStoreException.Cause.IO_FAILURE);
    assertEquals(
        Kind.STORE_UNREADABLE, world.verifier.last().orElseThrow().findings().get(0).kind());
  }

  @Test
  public void anInterruptEndsAVerifyThatWasAskedFor() throws Exception {
    world.boot();
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> world.verifier.verify(Depth.DEEP, told -> {}));
    assertTrue(Thread.interrupted());
  }

  @Test
  public void anotherVerifyWaitsForTheOneThatRuns() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.logged("acme/web", 1);
    world.boot();
    world.framework.beforeQuiet =
        key -> {
          begun.countDown();
          awaitQuietly(goOn);
        };
    Thread first = new Thread(world::quick);
    first.start();
    World.await("the first to look again", () -> begun.getCount() == 0);
    Thread second = new Thread(world::quick);
    second.start();
    World.await("the second to wait", () -> second.getState() == Thread.State.WAITING);
    World.await("the first to wait", () -> first.getState() == Thread.State.WAITING);
    goOn.countDown();
    first.join();
    second.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  public void severeFindingsMakeItUnwellUntilTheyAreGoneAndOthersDoNot() throws Exception {
    world.process();
    assertEquals(Result.Status.OK, world.verifier.execute().getStatus());
    world.logged("acme/web", 1);
    world.boot();
    assertEquals(Result.Status.OK, world.verifier.execute().getStatus());
    world.stores.add(new Head());
    world.quick();
    assertEquals(Result.Status.CRITICAL, world.verifier.execute().getStatus());
    world.stores.clear();
    world.quick();
    assertEquals(Result.Status.OK, world.verifier.execute().getStatus());
  }

  @Test
  public void ver18_aThousandServicesAndTwentyThousandEventsAreReadOnceAndQuickly()
      throws Exception {
    world.config = new World.Config("off", 20, 3, 3_600_000, 3_600_000, 100);
    for (int i = 0; i < 9_000; i++) {
      world.logged("acme/old", i);
    }
    world.kill("acme/old");
    for (int i = 0; i < 1_000; i++) {
      world.deploy("acme/s" + i, i);
    }
    world.process().checkpoint();
    world.boot();
    long before = world.log.eventsRead();
    assertEquals(1_000, world.quick().running());
    assertEquals("events read by a quick verify", 0, world.log.eventsRead() - before);
    long last = world.log.lastId();
    assertEquals(List.of(), world.deep().findings());
    assertEquals("events read by a deep verify", last, world.log.eventsRead() - before);
    assertEquals(key("acme/s0"), world.framework.bundles().get(0).key().orElseThrow());
  }
}
