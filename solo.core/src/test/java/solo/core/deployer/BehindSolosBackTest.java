package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.testing.BundleJar;
import testbundle.ThrowingStart;

/** What somebody does to the bundles of services with the framework's own commands. */
public class BehindSolosBackTest {
  @Rule public final DeployWorld world = new DeployWorld();

  private ServiceStatus before;
  private Bundle bundle;

  @Before
  public void aServiceRuns() throws Exception {
    before = world.deploy("greeter", DeployTest.greeter("1.0.0"));
    bundle = world.framework.getBundleContext().getBundle(before.bundleId());
  }

  @Test
  public void stoppedServiceHasFailedAndStartsAgain() throws Exception {
    bundle.stop();
    assertFailed("its bundle was stopped from outside Solo");
    assertEquals("RESOLVED", world.deployer.bundles().get(0).state());

    assertEquals(Result.RECOVERED, restored());

    assertEquals(before.bundleId(), world.status("greeter").bundleId());
    assertRunsAsBefore();
  }

  @Test
  public void whoBringsAServiceBackIsAnsweredWhateverIsThrown() throws Exception {
    bundle.stop();
    world.verifying =
        digest -> {
          throw new NoClassDefFoundError("gone");
        };
    assertEquals(
        Result.FAILED,
        CompletableFuture.supplyAsync(this::restored).get(DeployWorld.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  public void uninstalledServiceHasFailedAndIsInstalledAgain() throws Exception {
    bundle.uninstall();
    assertFailed("its bundle was uninstalled from outside Solo");
    assertEquals(0, world.status("greeter").bundleId());
    assertEquals(List.of(), world.deployer.bundles());

    assertEquals(Result.RECOVERED, restored());

    assertNotEquals(before.bundleId(), world.status("greeter").bundleId());
    assertRunsAsBefore();
    assertEquals("the old link is gone", 1, world.links().size());
  }

  @Test
  public void updatedServiceSaysSoAndIsPutBack() throws Exception {
    world.update(bundle, DeployTest.greeter("2.0.0"));
    ServiceStatus updated = world.status("greeter");
    assertEquals(ServiceState.ACTIVE, updated.state());
    assertEquals(
        "its bundle was updated from outside Solo: its code is not that of event "
            + before.eventId(),
        updated.detail());

    assertEquals(Result.RECOVERED, restored());

    assertRunsAsBefore();
  }

  @Test
  public void updatedAndStoppedServiceDoesNotStartFromTheOtherCode() throws Exception {
    world.update(bundle, DeployTest.greeter("2.0.0"));
    bundle.stop();
    world.recording.clear();

    assertEquals(Result.RECOVERED, restored());

    assertRunsAsBefore();
    assertEquals(List.of("start greeter 1.0.0"), List.copyOf(world.recording));
  }

  @Test
  public void updatedServiceThatWasRemovedComesBack() throws Exception {
    world.update(bundle, DeployTest.greeter("2.0.0"));
    LiveBundle drifted = world.deployer.bundles().get(0);
    assertTrue(world.deployer.remove(drifted));
    world.assertState("greeter", ServiceState.FAILED);

    assertEquals(Result.RECOVERED, restored());

    assertRunsAsBefore();
  }

  @Test
  public void whatDependsOnAServiceComesBackWithIt() throws Exception {
    ServiceStatus api =
        world.deploy("api", new BundleJar("api").header("Export-Package", "acme.api"));
    world.deploy("user", new BundleJar("user").header("Import-Package", "acme.api"));
    world.framework.getBundleContext().getBundle(api.bundleId()).uninstall();

    world.deployer.restore(
        world.orders().stream().filter(o -> o.key().equals(api.key())).toList(), o -> {});

    DeployWorld.await("the dependant", () -> world.status("user").state() == ServiceState.ACTIVE);
    Bundle user = world.framework.getBundleContext().getBundle(world.status("user").bundleId());
    assertEquals(
        "it is wired to what is there now",
        world.status("api").bundleId(),
        user.adapt(org.osgi.framework.wiring.BundleWiring.class)
            .getRequiredWires("osgi.wiring.package")
            .get(0)
            .getProvider()
            .getBundle()
            .getBundleId());
  }

  @Test
  public void failedServiceThatSomebodyStartsRuns() throws Exception {
    System.setProperty(ThrowingStart.WORKS, "yes");
    world.deploy("moody", new BundleJar("moody").activator(ThrowingStart.class));
    System.clearProperty(ThrowingStart.WORKS);
    world.halt();
    world.boot();
    world.deployer.restore(world.orders(), o -> {});
    world.deployer.release();
    world.assertState("moody", ServiceState.FAILED);

    System.setProperty(ThrowingStart.WORKS, "yes");
    world.framework.getBundleContext().getBundle(world.status("moody").bundleId()).start();

    ServiceStatus moody = world.status("moody");
    assertEquals(ServiceState.ACTIVE, moody.state());
    assertTrue(moody.detail(), moody.detail().startsWith("its bundle was started from outside"));
    world.deployer.restore(world.orders(), o -> {});
    assertEquals("", world.status("moody").detail());
  }

  private void assertFailed(String detail) {
    world.assertState("greeter", ServiceState.FAILED);
    assertEquals(detail, world.status("greeter").detail());
  }

  private Result restored() {
    List<Outcome> outcomes = world.deployer.restore(world.orders(), o -> {});
    return outcomes.get(0).result();
  }

  private void assertRunsAsBefore() {
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    world.assertState("greeter", ServiceState.ACTIVE);
    assertEquals("", world.status("greeter").detail());
    assertEquals(before.eventId(), world.status("greeter").eventId());
    assertEquals(Result.ALREADY_RUNNING, restored());
  }
}
