package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.testing.BundleJar;
import testbundle.Recording;
import testbundle.SpinningStart;
import testbundle.ThrowingStart;

public class RestoreTest {
  @Rule public final DeployWorld world = new DeployWorld();

  private final Queue<Outcome> progress = new ConcurrentLinkedQueue<>();

  @Test
  public void rec09_specAfterARestartIsTheOneThatWasGiven() throws Exception {
    ServiceSpec given = world.deploy("a/greeter", DeployTest.greeter("1.2.3")).spec();

    List<Outcome> outcomes = restart();

    assertEquals(List.of(Result.RECOVERED), results(outcomes));
    assertEquals(given, world.status("a/greeter").spec());
    assertEquals(List.of("greeter 1.2.3 active"), world.bundles());
    assertEquals(outcomes, List.copyOf(progress));
  }

  @Test
  public void rec10_rec25_damagedAndMissingArtifactsFailAndTheOthersGoOn() throws Exception {
    world.deploy("one", DeployTest.greeter("1.0.0"));
    String damaged = world.deploy("two", DeployTest.greeter("2.0.0")).spec().digest();
    String missing = world.deploy("three", DeployTest.greeter("3.0.0")).spec().digest();
    flipLastByte(world.artifacts.path(damaged));
    Files.delete(world.artifacts.path(missing));

    List<Outcome> outcomes = restart();

    assertEquals(
        List.of(Result.RECOVERED, Result.FAILED, Result.FAILED), results(sorted(outcomes)));
    Outcome two = sorted(outcomes).get(2);
    assertEquals("default/two", two.order().key().toString());
    assertTrue(two.reason(), two.reason().matches("artifact " + damaged + " .*[0-9a-f]{64}"));
    assertTrue(sorted(outcomes).get(1).reason().contains("missing"));
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    world.assertState("two", ServiceState.FAILED);
    assertEquals(two.reason(), world.status("two").detail());
  }

  @Test
  public void rec05_recoveryTwiceIsTheSameAsOnce() throws Exception {
    world.deploy("one", DeployTest.greeter("1.0.0"));
    restart();
    ServiceStatus before = world.status("one");
    long events = world.events.lastId();

    assertEquals(List.of(Result.ALREADY_RUNNING), results(restore(world.orders())));
    world.deployer.release();
    List<Outcome> third = restore(world.orders());

    assertEquals(List.of(Result.ALREADY_RUNNING), results(third));
    assertEquals(before.bundleId(), third.get(0).bundleId());
    assertEquals(before, world.status("one"));
    assertEquals(events, world.events.lastId());
  }

  @Test
  public void rec23_hangingStartFailsAndTheOthersAreRecovered() throws Exception {
    deployedWithStartTimeout("a/spins", new BundleJar("spins").activator(SpinningStart.class), 300);
    world.deploy("a/after", DeployTest.greeter("1.0.0"));
    world.deploy("b/other", DeployTest.greeter("1.0.0"));

    List<Outcome> outcomes = sorted(restart());

    assertEquals(List.of(Result.RECOVERED, Result.FAILED, Result.RECOVERED), results(outcomes));
    assertTrue(outcomes.get(1).reason().contains("did not end in 300 ms"));
    world.assertState("a/spins", ServiceState.FAILED);
    assertEquals(outcomes.get(1).reason(), world.status("a/spins").detail());
  }

  @Test
  public void failedServiceIsTriedAgainByTheNextRecovery() throws Exception {
    System.setProperty(ThrowingStart.WORKS, "yes");
    world.deploy("moody", new BundleJar("moody").activator(ThrowingStart.class));
    System.clearProperty(ThrowingStart.WORKS);
    assertEquals(List.of(Result.FAILED), results(restart()));
    world.assertState("moody", ServiceState.FAILED);
    assertTrue(world.status("moody").detail().contains("no coffee"));
    world.deployer.release();

    System.setProperty(ThrowingStart.WORKS, "yes");
    assertEquals(List.of(Result.RECOVERED), results(restore(world.orders())));
    world.assertState("moody", ServiceState.ACTIVE);
    assertEquals(List.of("moody 1.0.0 active"), world.bundles());
  }

  @Test
  public void servicesStartInTheOrderOfTheirDeploysAndSuspectsLast() throws Exception {
    for (String version : List.of("3.0.0", "1.0.0", "2.0.0")) {
      world.deploy("s" + version, DeployTest.greeter(version));
    }
    List<Order> orders = new ArrayList<>(world.orders());
    Order first = orders.stream().min((a, b) -> Long.compare(a.eventId(), b.eventId())).get();
    orders.set(orders.indexOf(first), new Order(first.key(), first.spec(), first.eventId(), true));
    world.halt();
    world.boot();
    world.recording.clear();

    restore(orders);

    assertEquals(
        List.of("start greeter 1.0.0", "start greeter 2.0.0", "start greeter 3.0.0"),
        List.copyOf(world.recording));
  }

  @Test
  public void bundlesThatNeedEachOtherComeBackWhateverTheirOrder() throws Exception {
    world.deploy(
        "api",
        new BundleJar("api").activator(Recording.class).header("Export-Package", "acme.api"));
    world.deploy("user", new BundleJar("user").header("Import-Package", "acme.api"));
    world.deploy("api", new BundleJar("api").version("2.0.0").header("Export-Package", "acme.api"));

    assertEquals(List.of(Result.RECOVERED, Result.RECOVERED), results(restart()));
  }

  @Test
  public void rec28_linksAreOutsideTheCacheAndThoseOfADeadProcessGo() throws Exception {
    world.deploy("a/greeter", DeployTest.greeter("1.0.0"));
    List<Path> before = world.links();

    restart();

    assertEquals(1, before.size());
    assertEquals(1, world.links().size());
    assertFalse(world.links().equals(before));
    assertFalse(Files.exists(world.data().resolve("cache")));
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
  }

  @Test(timeout = 60_000)
  public void faultOfSolosOwnInOneServiceLeavesTheOthersAlone() throws Exception {
    String bad = world.deploy("a/one", DeployTest.greeter("1.0.0")).spec().digest();
    world.deploy("a/two", DeployTest.greeter("2.0.0"));
    world.verifying =
        digest -> {
          if (digest.equals(bad)) {
            throw new IllegalStateException("a fault of Solo's own");
          }
        };

    List<Outcome> atBoot = sorted(restart());
    assertEquals(List.of(Result.FAILED, Result.RECOVERED), results(atBoot));
    assertTrue(atBoot.get(0).reason(), atBoot.get(0).reason().contains("a fault of Solo's own"));
    world.deployer.release();

    List<Outcome> later = sorted(restore(world.orders()));
    assertEquals(List.of(Result.FAILED, Result.ALREADY_RUNNING), results(later));
    world.assertState("a/one", ServiceState.FAILED);
  }

  @Test
  public void rec12_deploysDuringRecoveryWaitAndTheNewestWins() throws Exception {
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
    world.halt();
    world.boot();
    Promise<ServiceStatus> second = world.begin("greeter", DeployTest.greeter("2.0.0"));
    Promise<ServiceStatus> third = world.begin("greeter", DeployTest.greeter("3.0.0"));
    restore(world.orders());
    assertFalse(second.isDone());
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());

    world.deployer.release();

    DeployWorld.get(second);
    DeployWorld.get(third);
    assertEquals(List.of("greeter 3.0.0 active"), world.bundles());
    assertThrows(IllegalStateException.class, world.deployer::release);
  }

  @Test
  public void beforeRecoveryAServiceIsWaiting() throws Exception {
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
    world.halt();
    world.boot();
    world.assertState("greeter", ServiceState.WAITING);
  }

  /** The time-out is of the next start alone: the one of the deploy takes as long as it takes. */
  private void deployedWithStartTimeout(String service, BundleJar jar, long startTimeoutMs)
      throws Exception {
    System.setProperty(SpinningStart.RELEASE, "yes");
    ServiceStatus status = world.deploy(service, jar);
    System.clearProperty(SpinningStart.RELEASE);
    ServiceSpec given = status.spec();
    ServiceSpec hurried =
        new ServiceSpec(
            given.format(),
            given.digest(),
            given.size(),
            given.symbolicName(),
            given.version(),
            given.source(),
            given.restarts(),
            given.restartWindowMs(),
            startTimeoutMs,
            given.stopTimeoutMs());
    world.events.append(
        EventDraft.ofService(
            status.key(), DeployWorld.OWNER, "", 0, new Payload.ServiceDeployed(hurried, true, 1)));
  }

  private List<Outcome> restart() throws Exception {
    world.halt();
    world.boot();
    return restore(world.orders());
  }

  private List<Outcome> restore(List<Order> orders) {
    progress.clear();
    return world.deployer.restore(orders, progress::add);
  }

  private static List<Result> results(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::result).toList();
  }

  private static List<Outcome> sorted(List<Outcome> outcomes) {
    return outcomes.stream().sorted((a, b) -> a.order().key().compareTo(b.order().key())).toList();
  }

  private static void flipLastByte(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }
}
