package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.tenant.ServiceKey;
import solo.core.testing.BundleJar;
import testbundle.SpinningStart;

/** What becomes of deploys and kills when the process ends. */
public class DrainTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(DeployWorld.SECONDS);

  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void shd02_aDeployUnderWayEndsAndIsAcknowledged() throws Exception {
    Promise<ServiceStatus> deploy = hanging("a/slow");
    CompletableFuture<List<ServiceKey>> drained =
        CompletableFuture.supplyAsync(() -> world.deployer.drain(LONG));
    DeployWorld.await("the refusal of others", this::refuses);
    assertFalse("the drain waits for it", drained.isDone());
    System.setProperty(SpinningStart.RELEASE, "yes");

    assertEquals(ServiceState.ACTIVE, DeployWorld.get(deploy).state());
    assertEquals(List.of(), drained.get(DeployWorld.SECONDS, TimeUnit.SECONDS));
    assertEquals("service_deployed", world.events.last().type());
  }

  @Test
  public void shd03_aDeployThatOutlivesTheDrainIsNeitherAcknowledgedNorWritten() throws Exception {
    Promise<ServiceStatus> deploy = hanging("a/slow");

    assertEquals(List.of(DeployWorld.key("a/slow")), world.deployer.drain(SHORT));
    long last = world.events.lastId();
    System.setProperty(SpinningStart.RELEASE, "yes");

    assertEquals(Cause.SHUTTING_DOWN, DeployWorld.refusal(deploy).why());
    assertEquals(last, world.events.lastId());
    assertEquals("service_deploying", world.events.last().type());
  }

  @Test
  public void shd03_anUpdateThatOutlivesTheDrainBringsTheOldOneNotBack() throws Exception {
    world.deploy("a/slow", DeployTest.greeter("1.0.0"));
    Promise<ServiceStatus> update = hanging("a/slow");

    world.deployer.drain(SHORT);
    System.setProperty(SpinningStart.RELEASE, "yes");

    assertEquals(Cause.SHUTTING_DOWN, DeployWorld.refusal(update).why());
    assertEquals(
        "the old one was not started again", 1, starts("greeter 1.0.0", world.recording.toArray()));
  }

  @Test
  public void shd02_whatIsBroughtBackMeanwhileDoesNotStartBehindTheStop() throws Exception {
    ServiceStatus runs = world.deploy("a/one", DeployTest.greeter("1.0.0"));
    world.framework.getBundleContext().getBundle(runs.bundleId()).stop();
    List<Order> orders = world.orders();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    world.verifying =
        digest -> {
          reached.countDown();
          awaitQuietly(stopped);
        };
    CompletableFuture<List<Outcome>> restored =
        CompletableFuture.supplyAsync(() -> world.deployer.restore(orders, outcome -> {}));
    awaitQuietly(reached);

    world.deployer.drain(SHORT);
    world.deployer.stopAll(LONG);
    stopped.countDown();

    assertEquals(
        Result.FAILED, restored.get(DeployWorld.SECONDS, TimeUnit.SECONDS).get(0).result());
    assertEquals(1, starts("greeter 1.0.0", world.recording.toArray()));
  }

  @Test
  public void shd06_aServiceThatIsStillStartingIsAStraggler() throws Exception {
    hanging("a/slow");

    assertEquals(List.of(DeployWorld.key("a/slow")), world.deployer.stopAll(Duration.ofSeconds(1)));
  }

  @Test
  public void shd07_whatWaitsForAnotherOperationIsAnsweredAtOnce() throws Exception {
    hanging("a/slow");
    Promise<ServiceStatus> kill =
        world.deployer.kill(DeployWorld.key("a/slow"), "", DeployWorld.OWNER);

    world.deployer.drain(SHORT);

    assertEquals(Cause.SHUTTING_DOWN, DeployWorld.refusal(kill).why());
    assertEquals("service_deploying", world.events.last().type());
  }

  @Test
  public void shd10_whatWaitsForRecoveryIsAnsweredAndRecoveryMayStillRelease() throws Exception {
    world.halt();
    world.boot();
    Promise<ServiceStatus> deploy = world.begin("early", DeployTest.greeter("1.0.0"));
    Promise<ServiceStatus> kill =
        world.deployer.kill(DeployWorld.key("other"), "", DeployWorld.OWNER);

    assertEquals(List.of(), world.deployer.drain(LONG));

    assertEquals(Cause.SHUTTING_DOWN, DeployWorld.refusal(deploy).why());
    assertEquals(Cause.SHUTTING_DOWN, DeployWorld.refusal(kill).why());
    world.deployer.release();
    assertEquals(0, world.events.lastId());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue("within 30 s", latch.await(DeployWorld.SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean refuses() {
    try {
      return world.begin("b/late", DeployTest.greeter("1.0.0")).getFailure() != null;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long starts(String what, Object[] recording) {
    return List.of(recording).stream().filter(line -> line.equals("start " + what)).count();
  }

  private Promise<ServiceStatus> hanging(String service) throws Exception {
    BundleJar jar = new BundleJar("slow").activator(SpinningStart.class);
    DeployRequest request =
        new DeployRequest(
            DeployWorld.key(service),
            world.file(jar),
            "shell:x",
            "",
            false,
            TimeUnit.HOURS.toMillis(1),
            0);
    Promise<ServiceStatus> promise = world.deployer.deploy(request, DeployWorld.OWNER);
    // The framework's state: the deployer says the same before the lane has begun.
    DeployWorld.await("its start", () -> world.bundles().contains("slow 1.0.0 starting"));
    DeployWorld.await("its state", () -> isStarting(service));
    return promise;
  }

  private boolean isStarting(String service) {
    return world
        .deployer
        .service(DeployWorld.key(service), DeployWorld.OWNER)
        .filter(status -> status.state() == ServiceState.STARTING)
        .isPresent();
  }
}
