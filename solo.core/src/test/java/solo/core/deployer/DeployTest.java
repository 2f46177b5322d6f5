package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.testing.BundleJar;
import testbundle.Recording;
import testbundle.ThrowingStart;

public class DeployTest {
  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void dep01_validBundleStartsAndItsEventIsWritten() throws Exception {
    ServiceStatus status = world.deploy("acme/greeter", greeter("1.0.0"));

    assertEquals(ServiceState.ACTIVE, status.state());
    assertEquals(List.of("service_deploying", "service_deployed"), world.events.types());
    Event deployed = world.events.last();
    assertEquals(1, deployed.draft().cause());
    assertEquals("owner:alice", deployed.draft().actor());
    assertEquals("a test", deployed.draft().reason());
    assertEquals(deployed.id(), status.eventId());
    assertEquals(status.spec(), ((Payload.ServiceDeployed) deployed.payload()).spec());
    assertEquals(List.of("start greeter 1.0.0"), List.copyOf(world.recording));
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
  }

  @Test
  public void dep03_unresolvedBundleIsRefusedAndNamesThePackage() throws Exception {
    DeployException why =
        world.refused(
            "needy", greeter("1.0.0").header("Import-Package", "org.acme.api;version=\"[1,2)\""));

    assertEquals(Cause.UNRESOLVED, why.why());
    assertEquals("missing package org.acme.api [1.0.0,2.0.0)", why.getMessage());
    assertEquals(world.events.lastId(), why.eventId());
    Payload.ServiceDeploymentFailed failed =
        (Payload.ServiceDeploymentFailed) world.events.last().payload();
    assertEquals("unresolved", failed.outcome());
    assertEquals(1, world.events.last().draft().cause());
    assertNoTrace();
  }

  @Test
  public void dep04_bundleWithNothingToStartIsActive() throws Exception {
    assertEquals(ServiceState.ACTIVE, world.deploy("library", new BundleJar("library")).state());
  }

  @Test
  public void dep05_killStopsAndRemoves() throws Exception {
    world.deploy("greeter", greeter("1.0.0"));

    ServiceStatus killed = world.kill("greeter");

    assertEquals(ServiceState.KILLED, killed.state());
    assertEquals("service_killed", world.events.last().type());
    assertEquals(world.events.lastId(), killed.eventId());
    assertEquals(List.of(), world.bundles());
    assertEquals(List.of(), world.links());
    assertTrue(world.recording.contains("stop greeter 1.0.0"));
  }

  @Test
  public void dep05_killOfAKilledServiceWritesNothing() throws Exception {
    world.deploy("greeter", greeter("1.0.0"));
    world.kill("greeter");
    long events = world.events.lastId();

    assertEquals(ServiceState.KILLED, world.kill("greeter").state());
    assertEquals(events, world.events.lastId());
  }

  @Test
  public void dep06_killOfAnUnknownServiceIsNotFound() throws Exception {
    DeployException why =
        DeployWorld.refusal(world.deployer.kill(DeployWorld.key("nobody"), "", DeployWorld.OWNER));

    assertEquals(Cause.NOT_FOUND, why.why());
    assertEquals(0, world.events.lastId());
  }

  @Test
  public void dep07_statusOfARunningServiceIsWhatItsDeployAnswered() throws Exception {
    ServiceStatus answered = world.deploy("acme/greeter", greeter("1.0.0"));

    ServiceStatus asked = world.deployer.service(answered.key(), DeployWorld.OWNER).orElseThrow();
    assertEquals(answered, asked);
    assertEquals(ServiceState.ACTIVE, asked.state());
    assertEquals("greeter", asked.spec().symbolicName());
    assertTrue("a bundle of the framework", asked.bundleId() > 0);
  }

  @Test
  public void dep08_statusOfAnUnknownServiceIsEmpty() {
    assertEquals(
        Optional.empty(), world.deployer.service(DeployWorld.key("nobody"), DeployWorld.OWNER));
  }

  @Test
  public void dep09_listIsSortedAndHoldsTheKilled() throws Exception {
    world.deploy("b/two", greeter("1.0.0"));
    world.deploy("a/one", greeter("1.0.0"));
    world.kill("b/two");

    assertEquals(
        List.of("a/one ACTIVE", "b/two KILLED"),
        world.deployer.services(DeployWorld.OWNER).stream()
            .map(s -> s.key() + " " + s.state())
            .toList());
  }

  @Test
  public void dep10_listIsEmptyBeforeTheFirstDeployAndAfterARefusedOne() throws Exception {
    assertEquals(List.of(), world.deployer.services(DeployWorld.OWNER));

    world.refused("needy", greeter("1.0.0").header("Import-Package", "org.acme.api"));

    assertEquals(List.of(), world.deployer.services(DeployWorld.OWNER));
  }

  @Test
  public void dep11_killInOneTenantLeavesTheSameIdInAnother() throws Exception {
    BundleJar shared =
        greeter("1.0.0")
            .header("Bundle-SymbolicName", "shared;singleton:=true")
            .header("Export-Package", "acme.api;version=1.0.0")
            .header("Import-Package", "org.osgi.framework,acme.api");
    ServiceStatus one = world.deploy("a/shared", shared);
    ServiceStatus other = world.deploy("b/shared", shared);
    assertNotEquals(one.bundleId(), other.bundleId());

    world.kill("a/shared");

    assertEquals(other, world.status("b/shared"));
    assertEquals(List.of("shared 1.0.0 active"), world.bundles());
    assertEquals(3, world.recording.size());
  }

  @Test
  public void dep17_redeployIsAnUpdateAndNeverASecondInstance() throws Exception {
    world.deploy("greeter", greeter("1.0.0"));

    ServiceStatus updated = world.deploy("greeter", greeter("2.0.0"));

    assertEquals("2.0.0", updated.spec().version());
    assertEquals(List.of("greeter 2.0.0 active"), world.bundles());
    assertEquals(
        List.of("start greeter 1.0.0", "stop greeter 1.0.0", "start greeter 2.0.0"),
        List.copyOf(world.recording));
    assertTrue(((Payload.ServiceDeployed) world.events.last().payload()).update());
  }

  @Test
  public void dep17_sameBytesAgainAreAnUpdateToo() throws Exception {
    ServiceStatus before = world.deploy("greeter", greeter("1.0.0"));
    ServiceStatus after = world.deploy("greeter", greeter("1.0.0"));

    assertNotEquals(before.bundleId(), after.bundleId());
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    assertEquals(1, world.artifacts.digests().size());
  }

  @Test
  public void dep17_updateThatDoesNotStartLeavesTheOldOneRunning() throws Exception {
    ServiceStatus before = world.deploy("greeter", greeter("1.0.0"));

    DeployException why =
        world.refused("greeter", new BundleJar("bad").activator(ThrowingStart.class));

    assertEquals(Cause.START_FAILED, why.why());
    assertTrue(why.getMessage(), why.getMessage().contains("no coffee"));
    ServiceStatus now = world.status("greeter");
    assertEquals(ServiceState.ACTIVE, now.state());
    assertEquals(before.bundleId(), now.bundleId());
    assertEquals(before.eventId(), now.eventId());
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    assertEquals(1, world.artifacts.digests().size());
  }

  @Test
  public void dep17_updateThatDoesNotResolveNeverStopsTheOldOne() throws Exception {
    world.deploy("greeter", greeter("1.0.0"));

    world.refused("greeter", greeter("2.0.0").header("Import-Package", "org.acme.api"));

    assertEquals(List.of("start greeter 1.0.0"), List.copyOf(world.recording));
    world.assertState("greeter", ServiceState.ACTIVE);
  }

  @Test
  public void dep23_bundleThatDoesNotStartLeavesNoTrace() throws Exception {
    world.refused("bad", new BundleJar("bad").activator(ThrowingStart.class));

    assertEquals("service_deployment_failed", world.events.last().type());
    assertNoTrace();
  }

  @Test
  public void dep23_refusedBundleLeavesNoTrace() throws Exception {
    DeployException why = world.refused("bad", greeter("1.0.0").header("Fragment-Host", "x"));

    assertEquals(Cause.NOT_A_BUNDLE, why.why());
    assertEquals(0, world.events.last().draft().cause());
    assertEquals(why.eventId(), world.events.lastId());
    assertTrue(world.recording.isEmpty());
    assertNoTrace();
  }

  private void assertNoTrace() throws Exception {
    assertEquals(List.of(), world.bundles());
    assertEquals(List.of(), world.links());
    assertEquals(List.of(), world.artifacts.digests());
  }

  static BundleJar greeter(String version) {
    return new BundleJar("greeter").version(version).activator(Recording.class);
  }
}
