package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.testing.BundleJar;
import testbundle.SpinningStart;
import testbundle.SpinningStop;

/** Solo's own bundles are restarted in a process that lives. */
public class ReactivationTest {
  private static final long NEVER_MS = 3_600_000;

  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void shd11_servicesRunOnAndTheNextDeployerReplacesThem() throws Exception {
    world.deploy("a/one", DeployTest.greeter("1.0.0"));
    world.deploy("a/two", DeployTest.greeter("2.0.0"));
    world.recording.clear();
    long events = world.events.lastId();

    world.deployer.close();
    world.activate();
    assertEquals(List.of("greeter 1.0.0 active", "greeter 2.0.0 active"), world.bundles());
    assertEquals("their files are not pulled away", 2, world.links().size());
    assertTrue(world.recording.isEmpty());

    assertEquals(List.of(Result.RECOVERED, Result.RECOVERED), recovered());

    assertEquals(List.of("greeter 1.0.0 active", "greeter 2.0.0 active"), world.bundles());
    assertEquals(2, world.links().size());
    assertEquals(
        List.of(
            "stop greeter 2.0.0",
            "stop greeter 1.0.0",
            "start greeter 1.0.0",
            "start greeter 2.0.0"),
        List.copyOf(world.recording));
    assertEquals(events, world.events.lastId());
    world.deployer.bundles().forEach(bundle -> assertTrue(bundle.toString(), bundle.current()));
  }

  @Test
  public void shd11_aLeftoverThatHangsHoldsNobodyUpAndGoesWhenItComesBack() throws Exception {
    world.deploy("a/hangs", new BundleJar("hangs").activator(SpinningStop.class));
    world.deploy("a/one", DeployTest.greeter("1.0.0"));
    world.config.put("stopTimeoutMs", 200L);

    world.deployer.close();
    world.activate();
    assertEquals(List.of(Result.RECOVERED, Result.RECOVERED), recovered());

    List<String> both =
        List.of("greeter 1.0.0 active", "hangs 1.0.0 active", "hangs 1.0.0 stopping");
    // On a busy machine the other leftover is late as well, and goes when it comes back.
    DeployWorld.await("the leftover that hangs, alone", () -> world.bundles().equals(both));
    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await("the end of the leftover", () -> world.bundles().size() == 2);
    world.assertState("a/hangs", ServiceState.ACTIVE);
  }

  @Test
  public void shd11_whatIsNotToRunAnyMoreGoesWithoutBeingAskedFor() throws Exception {
    world.deploy("a/one", DeployTest.greeter("1.0.0"));
    world.deployer.close();
    world.activate();

    world.deployer.release();

    assertEquals(List.of(), world.bundles());
    assertEquals(List.of(), world.links());
  }

  @Test
  public void shd11_deployThatTheRestartInterruptsLeavesNothingBehind() throws Exception {
    BundleJar spins = new BundleJar("spins").activator(SpinningStart.class);
    Promise<ServiceStatus> under =
        world.deployer.deploy(
            new DeployRequest(
                DeployWorld.key("spins"), world.file(spins), "shell:x", "", false, NEVER_MS, 0),
            DeployWorld.OWNER);
    DeployWorld.await(
        "its start", () -> world.deployer.bundles().stream().anyMatch(b -> !b.active()));
    Promise<ServiceStatus> waits = world.begin("spins", DeployTest.greeter("1.0.0"));

    world.deployer.close();
    System.setProperty(SpinningStart.RELEASE, "yes");

    for (Promise<ServiceStatus> unanswered : List.of(under, waits)) {
      DeployException why = DeployWorld.refusal(unanswered);
      assertEquals(why.getMessage(), Cause.SHUTTING_DOWN, why.why());
    }
    assertEquals(List.of("service_deploying"), world.events.types());
    DeployWorld.await("the end of the bundle", () -> world.bundles().isEmpty());
    world.activate();
    assertEquals(List.of(), recovered());
    assertEquals(List.of(), world.links());
  }

  @Test
  public void shd11_whatIsAskedOfADeployerThatHasEndedIsToldToTryAgain() throws Exception {
    world.deployer.close();
    DeployException why = world.refused("one", DeployTest.greeter("1.0.0"));
    assertTrue(why.getMessage(), why.getMessage().contains("try again"));
    world.activate();
    world.deployer.release();
    world.deploy("one", DeployTest.greeter("1.0.0"));
  }

  @Test
  public void shd11_aDeployUnderWayIsAnsweredBeforeTheRestart() throws Exception {
    world.patient();
    Promise<ServiceStatus> deployed =
        world.begin("one", new BundleJar("one").activator(SpinningStart.class));
    DeployWorld.await(
        "its start", () -> world.deployer.bundles().stream().anyMatch(b -> !b.active()));
    Thread close = new Thread(world.deployer::close);
    close.start();
    DeployWorld.await("the wait for it", () -> close.getState() == Thread.State.TIMED_WAITING);

    System.setProperty(SpinningStart.RELEASE, "yes");
    close.join();

    assertTrue("answered", deployed.isDone());
    assertEquals(ServiceState.ACTIVE, DeployWorld.get(deployed).state());
    assertEquals(1, world.events.count("service_deployed"));
    world.activate();
  }

  private List<Result> recovered() {
    List<Result> results =
        world.deployer.restore(world.orders(), o -> {}).stream().map(Outcome::result).toList();
    world.deployer.release();
    return results;
  }
}
