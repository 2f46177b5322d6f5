package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Inventory;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/** Deploys and kills through the service. */
public class DeployerIT extends InContainer {
  @Inject private Inventory inventory;

  @Test
  public void ver02_theTestsOwnBundlesAreNoOrphans() {
    List<LiveBundle> strangers =
        inventory.bundles().stream().filter(bundle -> bundle.key().isEmpty()).toList();
    assertEquals(List.of(), strangers);
  }

  @Test
  public void dep01_validBundleStartsAndItsEventHoldsTheSpec() throws Exception {
    ServiceStatus status = deploy("dep01/lang", "commons-lang3");
    assertEquals(ServiceState.ACTIVE, status.state());
    Bundle bundle = context.getBundle(status.bundleId());
    assertEquals("org.apache.commons.lang3", bundle.getSymbolicName());
    assertEquals(Bundle.ACTIVE, bundle.getState());
    var deployed = eventsOf("dep01/lang", "service_deployed").get(0);
    assertEquals(status.eventId(), deployed.id());
    assertEquals(status.spec(), ((Payload.ServiceDeployed) deployed.payload()).spec());
    assertEquals("because", deployed.draft().reason());
    assertEquals(OWNER.actor(), deployed.draft().actor());
  }

  @Test
  public void dep02_03_refusalNamesTheReasonAndLeavesNothing() throws Exception {
    DeployException refused =
        (DeployException)
            failure("the deploy", deployer.deploy(request("dep03/x", "missing.imports"), OWNER));
    assertEquals(DeployException.Cause.UNRESOLVED, refused.why());
    assertTrue(refused.getMessage(), refused.getMessage().contains("org.example.absent"));
    assertEquals("missing.imports", null, bundleNamed("missing.imports"));
    assertFalse(deployer.service(ServiceKey.parse("dep03/x"), Caller.owner("test")).isPresent());
    assertEquals(1, eventsOf("dep03/x", "service_deployment_failed").size());
  }

  @Test
  public void dep05_killStopsAndUninstallsAfterItsEvent() throws Exception {
    ServiceStatus status = deploy("dep05/json", "gson");
    kill("dep05/json");
    assertNull(context.getBundle(status.bundleId()));
    assertEquals(1, eventsOf("dep05/json", "service_killed").size());
    kill("dep05/json");
    assertEquals(
        "a second kill writes nothing", 1, eventsOf("dep05/json", "service_killed").size());
  }

  @Test
  public void dep06_killOfAnUnknownIsNotFound() throws Exception {
    DeployException refused =
        (DeployException)
            failure("the kill", deployer.kill(ServiceKey.parse("dep06/nobody"), "", OWNER));
    assertEquals(DeployException.Cause.NOT_FOUND, refused.why());
  }

  @Test
  public void dep17_updateReplacesTheBundle() throws Exception {
    ServiceStatus first = deploy("dep17/greeter", "greeter");
    ServiceStatus second = deploy("dep17/greeter", "greeter.v2");
    assertEquals("2.0.0", second.spec().version());
    Bundle old = context.getBundle(first.bundleId());
    assertTrue(
        "the old bundle is gone or has the new code",
        old == null || old.getVersion().toString().equals("2.0.0"));
    assertEquals(1, count("greeter"));
    kill("dep17/greeter");
    assertEquals(0, count("greeter"));
  }

  @Test
  public void dep22_hangingStartBlocksNobody() throws Exception {
    Path held = Files.createTempFile("solo-exam-", ".held");
    System.setProperty("hanging.start.when", held.toString());
    DeployRequest slow =
        new DeployRequest(
            ServiceKey.parse("dep22/hangs"),
            bundle("hanging.start"),
            "test",
            "",
            false,
            600_000,
            1_000);
    Promise<ServiceStatus> hangs = deployer.deploy(slow, OWNER);
    deploy("dep22/same", "commons-lang3");
    deploy("dep22.other/else", "gson");
    kill("dep22/same");
    assertFalse("it hangs still", hangs.isDone());
    Files.delete(held);
    assertEquals(ServiceState.ACTIVE, done("the released start", hangs).state());
  }

  @Test
  public void declarativeServicesOfADeployedBundleWork() throws Exception {
    deploy("ds/greeter", "greeter");
    Bundle bundle = bundleNamed("greeter");
    assertNotNull(bundle);
    assertTrue(
        Arrays.stream(bundle.getRegisteredServices())
            .anyMatch(
                r ->
                    Arrays.asList((String[]) r.getProperty("objectClass"))
                        .contains("greeter.Greeter")));
    kill("ds/greeter");
  }

  private long count(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .count();
  }

  private Bundle bundleNamed(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElse(null);
  }
}
