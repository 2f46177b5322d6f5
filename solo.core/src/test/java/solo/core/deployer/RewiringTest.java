package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.ServiceState;
import solo.core.testing.BundleJar;
import testbundle.Recording;
import testbundle.SpinningStart;
import testbundle.SpinningStop;

public class RewiringTest {
  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void updateMovesDependantsToTheNewCode() throws Exception {
    world.deploy("api", api("1.0.0"));
    world.deploy("user", user());

    world.deploy("api", api("1.1.0"));

    world.assertState("user", ServiceState.ACTIVE);
    assertEquals("api 1.1.0", providerOf("user"));
    assertEquals(List.of("api 1.1.0 active", "user 1.0.0 active"), world.bundles());
  }

  @Test
  public void incomingRevisionIsNotWiredToTheOneItReplaces() throws Exception {
    BundleJar both = api("1.0.0").header("Import-Package", "org.osgi.framework,acme.api");
    world.deploy("api", both);

    world.deploy("api", both.version("1.0.1"));
    world.assertState("api", ServiceState.ACTIVE);
    assertEquals(List.of("api 1.0.1 active"), world.bundles());

    DeployException why =
        world.refused("api", new BundleJar("other").header("Import-Package", "acme.api"));
    assertEquals("missing package acme.api", why.getMessage());
    world.assertState("api", ServiceState.ACTIVE);
  }

  @Test
  public void killedProviderTakesDependantsDownUntilItIsBack() throws Exception {
    world.deploy("api", api("1.0.0"));
    world.deploy("user", user());

    world.kill("api");

    world.assertState("user", ServiceState.FAILED);
    assertEquals("missing package acme.api [1.0.0,2.0.0)", world.status("user").detail());

    world.deploy("api", api("1.0.0"));
    DeployWorld.await("the dependant", () -> world.status("user").state() == ServiceState.ACTIVE);
  }

  @Test
  public void servicesOfAnotherTenantAreNotWiredTo() throws Exception {
    world.deploy("a/api", api("1.0.0"));

    DeployException why = world.refused("b/user", user());

    assertEquals("missing package acme.api [1.0.0,2.0.0)", why.getMessage());
  }

  @Test
  public void dependantThatIgnoresStopIsBroughtBackAnewAndBlocksNobody() throws Exception {
    world.deploy("api", api("1.0.0"));
    DeployWorld.get(
        world.deployer.deploy(
            new DeployRequest(
                DeployWorld.key("user"),
                world.file(user().activator(SpinningStop.class)),
                "shell:x",
                "",
                false,
                0,
                300),
            DeployWorld.OWNER));

    world.deploy("api", api("1.1.0"));

    world.assertState("user", ServiceState.ACTIVE);
    assertEquals("api 1.1.0", providerOf("user"));
    world.deploy("b/other", DeployTest.greeter("1.0.0"));

    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await(
        "the end of the old ones",
        () ->
            world
                .bundles()
                .equals(List.of("api 1.1.0 active", "greeter 1.0.0 active", "user 1.0.0 active")));
  }

  @Test
  public void bundleUninstalledBehindSolosBackIsSaidAndReplaced() throws Exception {
    world.deploy("api", api("1.0.0"));
    bundle("api").uninstall();
    world.assertState("api", ServiceState.FAILED);
    assertTrue(world.status("api").detail().contains("outside Solo"));

    world.deploy("api", api("1.1.0"));
    world.assertState("api", ServiceState.ACTIVE);
    bundle("api").stop();
    world.assertState("api", ServiceState.FAILED);
    world.kill("api");
    assertEquals(List.of(), world.bundles());
  }

  private static BundleJar api(String version) {
    return new BundleJar("api")
        .version(version)
        .activator(Recording.class)
        .header("Export-Package", "acme.api;version=" + version);
  }

  private static BundleJar user() {
    return new BundleJar("user")
        .activator(Recording.class)
        .header("Import-Package", "org.osgi.framework,acme.api;version=\"[1,2)\"");
  }

  private Bundle bundle(String service) {
    return world.framework.getBundleContext().getBundle(world.status(service).bundleId());
  }

  private String providerOf(String service) {
    for (BundleWire wire :
        bundle(service).adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package")) {
      if ("acme.api".equals(wire.getCapability().getAttributes().get("osgi.wiring.package"))) {
        Bundle provider = wire.getProvider().getBundle();
        return provider.getSymbolicName() + " " + provider.getVersion();
      }
    }
    throw new AssertionError(service + " is not wired to acme.api");
  }
}
