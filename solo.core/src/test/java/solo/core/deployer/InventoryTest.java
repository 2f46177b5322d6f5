package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.util.promise.Promise;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.deploy.Inventory.Quiet;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.testing.BundleJar;
import testbundle.Recording;
import testbundle.SpinningStart;
import testbundle.SpinningStop;

public class InventoryTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(DeployWorld.SECONDS);

  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void tellsWhatTheDeployerKnowsOfAService() throws Exception {
    ServiceStatus status = world.deploy("a/greeter", DeployTest.greeter("1.2.3"));
    bundle(status).getBundleContext().registerService(Runnable.class, () -> {}, null);

    LiveBundle live = only();

    assertEquals(Optional.of(status.key()), live.key());
    assertTrue(live.current());
    assertTrue(live.active());
    assertFalse(live.changed());
    assertEquals(status.bundleId(), live.bundleId());
    assertEquals(status.eventId(), live.eventId());
    assertEquals(status.spec().digest(), live.digest());
    assertEquals("greeter 1.2.3", live.symbolicName() + " " + live.version());
    assertEquals(List.of("java.lang.Runnable"), live.services());
    assertEquals("", live.detail());
  }

  @Test
  public void leavesTheContainersOwnOut() throws Exception {
    install(DeployWorld.OWN + "part", new BundleJar("part"));
    install("other:part", new BundleJar("embedder"));
    assertEquals(List.of(), world.deployer.bundles());
  }

  @Test
  public void bundleInstalledByHandIsNobodysAndGoes() throws Exception {
    world.deploy("a/greeter", DeployTest.greeter("1.0.0"));
    Path file = world.file(new BundleJar("byhand").activator(Recording.class));
    Bundle byHand = world.framework.getBundleContext().installBundle(file.toUri().toString());
    byHand.start();

    LiveBundle live = world.deployer.bundles().get(1);
    assertEquals(Optional.empty(), live.key());
    assertEquals(byHand.getBundleId(), live.bundleId());
    assertFalse(live.current());
    assertEquals(0, live.eventId());
    assertEquals("", live.digest());
    assertTrue(live.active());

    assertTrue(world.deployer.remove(live));
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    assertTrue(world.recording.contains("stop byhand 1.0.0"));
    assertTrue("gone is gone", world.deployer.remove(live));
  }

  @Test
  public void serviceDoesNotRunOnTheCodeOfABundleThatWasRemoved() throws Exception {
    BundleJar exporter = new BundleJar("byhand").header("Export-Package", "acme.api");
    install("hand:exporter", exporter.entry("acme/api/x", new byte[] {1})).start();
    world.deploy("a/user", new BundleJar("user").header("Import-Package", "acme.api"));

    assertTrue(world.deployer.remove(world.deployer.bundles().get(0)));

    world.assertState("a/user", ServiceState.FAILED);
    assertTrue(world.status("a/user").detail().contains("acme.api"));
  }

  @Test
  public void secondLinkOfAServiceHasItsKeyAndGoesWithItsFile() throws Exception {
    ServiceStatus status = world.deploy("a/greeter", DeployTest.greeter("1.0.0"));
    Path link = world.links().get(0);
    Path second = link.resolveSibling("0123,a,greeter.jar");
    Files.copy(link, second);
    Bundle twin = world.framework.getBundleContext().installBundle("reference:" + second.toUri());
    twin.start();

    LiveBundle live = world.deployer.bundles().get(1);
    assertEquals(Optional.of(status.key()), live.key());
    assertFalse(live.current());
    assertEquals(0, live.eventId());
    assertEquals("", live.digest());

    assertTrue(world.deployer.remove(live));
    assertEquals(List.of(link), world.links());
    assertEquals(status, world.status("a/greeter"));
    assertEquals(status.bundleId(), only().bundleId());
  }

  @Test
  public void updateBehindSolosBackIsAChangeAndARefreshIsNot() throws Exception {
    ServiceStatus status = world.deploy("greeter", DeployTest.greeter("1.0.0"));
    Bundle bundle = bundle(status);
    bundle.stop();
    bundle.start(Bundle.START_TRANSIENT);
    world.refresh(bundle);
    assertFalse(only().changed());

    world.update(bundle, DeployTest.greeter("2.0.0"));

    LiveBundle live = only();
    assertTrue(live.changed());
    assertTrue(live.current());
    assertTrue(live.active());
    assertEquals("2.0.0", live.version());
    assertEquals("still what it was installed from", status.spec().digest(), live.digest());
    world.refresh(bundle);
    assertTrue(only().changed());
  }

  @Test
  public void removalLeavesWhatIsNotAnyMoreWhatWasSeen() throws Exception {
    ServiceStatus status = world.deploy("greeter", DeployTest.greeter("1.0.0"));
    LiveBundle seen = only();
    world.update(bundle(status), DeployTest.greeter("2.0.0"));

    assertFalse(world.deployer.remove(seen));

    assertEquals(List.of("greeter 2.0.0 active"), world.bundles());
    assertTrue(world.deployer.remove(only()));
    assertEquals(List.of(), world.bundles());
    world.assertState("greeter", ServiceState.FAILED);
  }

  @Test
  public void bundleWhoseStopHangsIsLeftAndRemovedWhenItComesBack() throws Exception {
    world.halt();
    world.config.put("stopTimeoutMs", 200L);
    world.boot();
    world.deployer.release();
    install("hand:hangs", new BundleJar("hangs").activator(SpinningStop.class)).start();

    assertFalse(world.deployer.remove(only()));
    DeployWorld.await("its stop", () -> only().state().equals("STOPPING"));
    assertFalse("asked again while it hangs", world.deployer.remove(only()));

    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await("its end", () -> world.bundles().isEmpty());
  }

  @Test
  public void serviceWhoseStopHangsIsLeftAndRemovedWhenItComesBack() throws Exception {
    world.config.put("stopTimeoutMs", 200L);
    world.halt();
    world.boot();
    world.deployer.release();
    world.deploy("hangs", new BundleJar("hangs").activator(SpinningStop.class));

    assertFalse(world.deployer.remove(only()));

    DeployWorld.await("its stop", () -> only().state().equals("STOPPING"));
    LiveBundle straggler = only();
    assertFalse(straggler.current());
    assertEquals("its stop did not end in 200 ms and goes on", straggler.detail());
    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.await("its end", () -> world.bundles().isEmpty());
  }

  @Test
  public void whileItIsQuietADeployWaits() throws Exception {
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
    Promise<ServiceStatus> update;
    try (Quiet quiet = world.deployer.quiet(DeployWorld.key("greeter"), LONG).orElseThrow()) {
      update = world.begin("greeter", DeployTest.greeter("2.0.0"));
      world.deploy("other", DeployTest.greeter("1.0.0"));
      assertFalse(update.isDone());
      assertEquals("1.0.0", world.status("greeter").spec().version());
    }
    assertEquals("2.0.0", DeployWorld.get(update).spec().version());
  }

  @Test
  public void whoGivesUpWaitingForQuietKeepsNobodyWaiting() throws Exception {
    BundleJar spins = new BundleJar("spins").activator(SpinningStart.class);
    Promise<ServiceStatus> hangs =
        world.deployer.deploy(
            new DeployRequest(
                DeployWorld.key("spins"), world.file(spins), "shell:x", "", false, 3_600_000, 0),
            DeployWorld.OWNER);
    DeployWorld.await(
        "the start", () -> world.deployer.bundles().stream().anyMatch(b -> !b.active()));

    assertEquals(Optional.empty(), world.deployer.quiet(DeployWorld.key("spins"), SHORT));

    System.setProperty(SpinningStart.RELEASE, "yes");
    DeployWorld.get(hangs);
    world.deploy("spins", DeployTest.greeter("1.0.0"));
    world.assertState("spins", ServiceState.ACTIVE);
  }

  @Test
  public void beforeRecoveryHasEndedNothingIsQuiet() throws Exception {
    world.halt();
    world.boot();
    assertEquals(Optional.empty(), world.deployer.quiet(DeployWorld.key("greeter"), SHORT));
    world.deployer.release();
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
  }

  private LiveBundle only() {
    List<LiveBundle> bundles = world.deployer.bundles();
    assertEquals(bundles.toString(), 1, bundles.size());
    return bundles.get(0);
  }

  private Bundle bundle(ServiceStatus status) {
    return world.framework.getBundleContext().getBundle(status.bundleId());
  }

  private Bundle install(String location, BundleJar jar) throws Exception {
    try (InputStream in = Files.newInputStream(world.file(jar))) {
      return world.framework.getBundleContext().installBundle(location, in);
    }
  }
}
