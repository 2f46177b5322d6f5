package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.promise.Promise;
import solo.core.Doors;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.gate.BundleGate;
import solo.core.gate.ContentAddressedArtifacts;
import solo.core.supervision.StartNotesFile;
import solo.core.tenant.ServiceKey;
import solo.core.testing.BundleJar;
import solo.core.testing.FoldedEvents;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;
import testbundle.Recording;
import testbundle.SpinningStart;
import testbundle.ThrowingStart;

/**
 * A deployer in a real framework, with the log in memory. A second boot keeps log and artifacts.
 */
final class DeployWorld extends ExternalResource {
  static final Caller OWNER = Caller.owner("alice");
  static final long SECONDS = 30;

  /** How the locations of the container's own bundles begin. */
  static final String OWN = "own:";

  final FoldedEvents events = new FoldedEvents();
  final Queue<String> recording = new ConcurrentLinkedQueue<>();
  final Map<String, Object> config = new HashMap<>();
  final AtomicLong warnings = new AtomicLong();

  /** Told each digest before it is compared. */
  volatile Consumer<String> verifying = digest -> {};

  /** What nobody may. */
  volatile Predicate<Permission> denied = permission -> false;

  FrameworkDeployer deployer;
  ContentAddressedArtifacts artifacts;
  Framework framework;

  /** What code that is interrupted gets to come back; some here never does. */
  private Duration grace = FrameworkDeployer.GRACE;

  /** What operations under way get to end when the deployer does. */
  private Duration closeWithin = FrameworkDeployer.CLOSE_WITHIN;

  private final TemporaryFolder folder = new TemporaryFolder();
  private StartNotesFile notes;
  private int boots;
  private int files;

  @Override
  protected void before() throws Throwable {
    folder.create();
    System.getProperties().put(Recording.QUEUE, recording);
    // No test waits for these to be over: one of a hang says how long.
    config.put("startTimeoutMs", TimeUnit.SECONDS.toMillis(SECONDS));
    config.put("stopTimeoutMs", TimeUnit.SECONDS.toMillis(SECONDS));
    boot();
    deployer.release();
  }

  @Override
  protected void after() {
    System.setProperty(SpinningStart.RELEASE, "yes");
    try {
      halt();
    } finally {
      System.clearProperty(SpinningStart.RELEASE);
      System.clearProperty(ThrowingStart.WORKS);
      System.getProperties().remove(Recording.QUEUE);
      folder.delete();
    }
  }

  /** A new framework and a new deployer on the same log and artifacts; nothing is let through. */
  void boot() throws Exception {
    Path root = folder.getRoot().toPath();
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    root.resolve("fw" + boots++).toString(),
                    "org.osgi.framework.storage.clean",
                    "onFirstInit",
                    "org.osgi.framework.bsnversion",
                    "multiple",
                    OwnBundles.PROPERTY,
                    "other:, " + OWN));
    framework.start();
    activate();
  }

  /** A new deployer in the framework that is there, as after a restart of Solo's bundles. */
  void activate() throws IOException {
    Path root = folder.getRoot().toPath();
    TestDirectories directories = new TestDirectories(root);
    artifacts =
        new ContentAddressedArtifacts(
            directories, (code, reason) -> fail(reason), Loggers.silent());
    notes = new StartNotesFile(directories, Loggers.silent());
    deployer =
        new FrameworkDeployer(
            framework.getBundleContext(),
            config(),
            events,
            events,
            new Doors(this::require),
            verified(artifacts),
            new BundleGate(artifacts),
            directories,
            notes,
            Loggers.counting(warnings),
            new BundleLanes(grace),
            closeWithin);
  }

  /**
   * A new deployer, where code that obeys an interrupt comes back, and a deploy that can end before
   * the deployer does ends, however busy the machine is.
   */
  void patient() throws IOException {
    grace = Duration.ofSeconds(10);
    closeWithin = Duration.ofSeconds(SECONDS);
    deployer.close();
    activate();
    deployer.release();
  }

  private Artifacts verified(Artifacts kept) {
    return (Artifacts)
        Proxy.newProxyInstance(
            Artifacts.class.getClassLoader(),
            new Class<?>[] {Artifacts.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("verify")) {
                verifying.accept((String) arguments[0]);
              }
              try {
                return method.invoke(kept, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  void halt() {
    try {
      deployer.close();
      framework.stop();
      framework.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS));
    } catch (BundleException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void require(Caller caller, Permission permission, String tenant) {
    boolean stranger = caller.kind() == Caller.Kind.DIRECTORY && !caller.name().equals(tenant);
    if (stranger || denied.test(permission)) {
      throw new AccessDeniedException(caller, permission, tenant);
    }
  }

  private DeployerConfig config() {
    return (DeployerConfig)
        Proxy.newProxyInstance(
            DeployerConfig.class.getClassLoader(),
            new Class<?>[] {DeployerConfig.class},
            (proxy, method, arguments) ->
                config.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  Path data() {
    return folder.getRoot().toPath().resolve("data");
  }

  static ServiceKey key(String text) {
    return ServiceKey.parse(text);
  }

  Path file(BundleJar jar) throws IOException {
    return jar.write(folder.getRoot().toPath().resolve("in/" + files++ + ".jar"));
  }

  Path file(byte[] bytes) throws IOException {
    Path file = folder.getRoot().toPath().resolve("in/" + files++ + ".jar");
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  DeployRequest request(String service, Path file) {
    return DeployRequest.of(key(service), file, "shell:" + file, "a test");
  }

  Promise<ServiceStatus> begin(String service, BundleJar jar) throws IOException {
    return deployer.deploy(request(service, file(jar)), OWNER);
  }

  ServiceStatus deploy(String service, BundleJar jar) throws Exception {
    return get(begin(service, jar));
  }

  ServiceStatus kill(String service) throws Exception {
    return get(deployer.kill(key(service), "", OWNER));
  }

  DeployException refused(String service, BundleJar jar) throws Exception {
    return refusal(begin(service, jar));
  }

  static DeployException refusal(Promise<?> promise) throws Exception {
    try {
      get(promise);
    } catch (DeployException e) {
      return e;
    }
    throw new AssertionError("it was not refused");
  }

  static <T> T get(Promise<T> promise) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    promise.onResolve(done::countDown);
    if (!done.await(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no answer of the deployer within " + SECONDS + " s");
    }
    try {
      return promise.getValue();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  static void await(String what, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + SECONDS + " s: " + what);
      }
      Thread.sleep(10);
    }
  }

  ServiceStatus status(String service) {
    return deployer.service(key(service), DeployWorld.OWNER).orElseThrow();
  }

  void assertState(String service, ServiceState state) {
    ServiceStatus status = status(service);
    assertEquals(status.toString(), state, status.state());
  }

  /** What would be brought back after a restart. */
  List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    events
        .current()
        .services()
        .values()
        .forEach(
            r ->
                r.spec()
                    .filter(s -> r.standing().name().equals("DEPLOYED"))
                    .ifPresent(s -> orders.add(new Order(r.key(), s, r.specId(), false))));
    return orders;
  }

  /** Updates a bundle as the framework's command does. */
  void update(Bundle bundle, BundleJar jar) throws Exception {
    long installed = bundle.getLastModified();
    await("the next millisecond", () -> System.currentTimeMillis() > installed);
    try (InputStream in = Files.newInputStream(file(jar))) {
      bundle.update(in);
    }
  }

  /** Refreshes a bundle as the framework's command does; returns when that is done. */
  void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
              }
            });
    assertTrue("no end of the refresh", done.await(SECONDS, TimeUnit.SECONDS));
  }

  /** The bundles besides the framework, as {@code name version state}. */
  List<String> bundles() {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(b -> b.getBundleId() != 0)
        .map(b -> b.getSymbolicName() + " " + b.getVersion() + " " + state(b))
        .sorted()
        .toList();
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "active";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.RESOLVED -> "resolved";
      default -> "installed";
    };
  }

  /** The links that bundles are installed from. */
  List<Path> links() throws IOException {
    Path links = data().resolve("links");
    if (!Files.exists(links)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(links)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
