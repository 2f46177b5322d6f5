package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.testing.BundleJar;
import testbundle.SleepingStart;
import testbundle.SpinningStart;
import testbundle.SpinningStop;

public class HangTest {
  private static final long SHORT_MS = 300;
  private static final long NEVER_MS = 3_600_000;

  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void dep22_startThatNeverEndsBlocksNobodyElse() throws Exception {
    Promise<ServiceStatus> hangs =
        world.deployer.deploy(
            timed("a/hangs", new BundleJar("hangs").activator(SpinningStart.class), NEVER_MS),
            DeployWorld.OWNER);
    DeployWorld.await("the start", () -> state("a/hangs") == ServiceState.STARTING);

    world.deploy("a/sibling", DeployTest.greeter("1.0.0"));
    world.deploy("b/other", DeployTest.greeter("1.0.0"));
    world.deploy("b/other", DeployTest.greeter("2.0.0"));
    world.kill("a/sibling");

    world.assertState("b/other", ServiceState.ACTIVE);
    assertFalse(hangs.isDone());
  }

  @Test
  public void startThatObeysTheInterruptIsGoneAfterItsTimeOut() throws Exception {
    world.patient();
    DeployException why = refusedInTime("sleeps", new BundleJar("sleeps"), SleepingStart.class);

    assertEquals(Cause.START_TIMED_OUT, why.why());
    assertEquals("its start did not end in 300 ms", why.getMessage());
    assertEquals(List.of(), world.bundles());
    assertEquals("service_deployment_failed", world.events.last().type());
  }

  @Test
  public void startThatIgnoresTheInterruptIsRemovedWhenItComesBack() throws Exception {
    DeployException why = refusedInTime("spins", new BundleJar("spins"), SpinningStart.class);

    assertEquals("its start did not end in 300 ms and ignores the interrupt", why.getMessage());
    DeployWorld.await("its start", () -> world.bundles().equals(List.of("spins 1.0.0 starting")));

    world.deploy("spins", DeployTest.greeter("1.0.0"));
    world.assertState("spins", ServiceState.ACTIVE);

    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await(
        "the straggler's end", () -> world.bundles().equals(List.of("greeter 1.0.0 active")));
    world.assertState("spins", ServiceState.ACTIVE);
  }

  @Test
  public void hangingUpdateLeavesTheOldOneRunning() throws Exception {
    ServiceStatus before = world.deploy("greeter", DeployTest.greeter("1.0.0"));

    refusedInTime("greeter", new BundleJar("greeter").version("2.0.0"), SpinningStart.class);

    ServiceStatus now = world.status("greeter");
    assertEquals(ServiceState.ACTIVE, now.state());
    assertEquals(before.bundleId(), now.bundleId());
  }

  @Test
  public void dep19_killOfAServiceThatIgnoresStopTellsTheTruth() throws Exception {
    deployWithStopTimeout("stubborn");

    ServiceStatus killed = world.kill("stubborn");

    assertEquals(ServiceState.STOPPING, killed.state());
    assertEquals(
        "killed, but its stop did not end in 300 ms and goes on;"
            + " its code may run until it returns or Solo is restarted",
        killed.detail());
    assertEquals(killed, world.status("stubborn"));
    assertTrue(killed.bundleId() > 0);
    assertEquals("service_killed", world.events.last().type());

    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await("its end", () -> state("stubborn") == ServiceState.KILLED);
    DeployWorld.await("its removal", () -> world.bundles().isEmpty());
  }

  @Test
  public void updateOfAServiceThatIgnoresStopGoesOn() throws Exception {
    deployWithStopTimeout("stubborn");

    world.deploy("stubborn", DeployTest.greeter("2.0.0"));

    ServiceStatus updated = world.status("stubborn");
    assertEquals(ServiceState.ACTIVE, updated.state());
    assertTrue(updated.detail(), updated.detail().contains("which it replaces, is still there"));
    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await(
        "the old one's end", () -> world.bundles().equals(List.of("greeter 2.0.0 active")));
    DeployWorld.await("a clean bill", () -> world.status("stubborn").detail().isEmpty());
  }

  @Test
  public void stragglerOfAnUpdateIsWaitedForInPeace() throws Exception {
    deployWithStopTimeout("stubborn");
    world.deploy("stubborn", DeployTest.greeter("2.0.0"));

    for (int i = 0; i < 20; i++) {
      world.deploy("b/other", DeployTest.greeter("1." + i + ".0"));
    }

    assertTrue("warnings: " + world.warnings, world.warnings.get() < 5);
  }

  @Test
  public void failedUpdateOfAServiceThatIgnoresStopBringsItBackAnew() throws Exception {
    ServiceStatus before = deployWithStopTimeout("stubborn");

    refusedInTime("stubborn", new BundleJar("sleeps"), SleepingStart.class);

    ServiceStatus now = world.status("stubborn");
    assertEquals(now.toString(), ServiceState.ACTIVE, now.state());
    assertEquals(before.eventId(), now.eventId());
    assertTrue(now.bundleId() != before.bundleId());
  }

  @Test
  public void stopOfAllEndsWithinItsBudgetAndNamesTheStraggler() throws Exception {
    world.deploy("one", DeployTest.greeter("1.0.0"));
    deployWithStopTimeout("stubborn");
    world.deploy("two", DeployTest.greeter("2.0.0"));
    world.recording.clear();
    long events = world.events.lastId();
    long begin = System.nanoTime();

    assertEquals(
        List.of(DeployWorld.key("stubborn")), world.deployer.stopAll(Duration.ofSeconds(60)));

    assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(Duration.ofSeconds(60)) < 0);
    assertEquals(List.of("stop greeter 2.0.0", "stop greeter 1.0.0"), List.copyOf(world.recording));
    assertEquals(events, world.events.lastId());
    assertEquals(Cause.SHUTTING_DOWN, world.refused("late", DeployTest.greeter("1.0.0")).why());
  }

  @Test
  public void stopOfAllNamesWhatAnEarlierKillLeftBehind() throws Exception {
    deployWithStopTimeout("stubborn");
    world.kill("stubborn");
    assertEquals(ServiceState.STOPPING, world.status("stubborn").state());

    assertEquals(
        List.of(DeployWorld.key("stubborn")), world.deployer.stopAll(Duration.ofSeconds(60)));
  }

  private ServiceStatus deployWithStopTimeout(String service) throws Exception {
    BundleJar jar = new BundleJar("stubborn").activator(SpinningStop.class);
    return DeployWorld.get(
        world.deployer.deploy(
            new DeployRequest(
                DeployWorld.key(service), world.file(jar), "shell:x", "", false, 0, SHORT_MS),
            DeployWorld.OWNER));
  }

  private DeployException refusedInTime(
      String service, BundleJar jar, Class<? extends org.osgi.framework.BundleActivator> activator)
      throws Exception {
    return DeployWorld.refusal(
        world.deployer.deploy(
            timed(service, jar.activator(activator), SHORT_MS), DeployWorld.OWNER));
  }

  private DeployRequest timed(String service, BundleJar jar, long startTimeoutMs) throws Exception {
    return new DeployRequest(
        DeployWorld.key(service), world.file(jar), "shell:x", "", false, startTimeoutMs, 0);
  }

  private ServiceState state(String service) {
    return world
        .deployer
        .service(DeployWorld.key(service), DeployWorld.OWNER)
        .map(ServiceStatus::state)
        .orElse(null);
  }
}
