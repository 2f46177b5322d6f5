package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.gate.BundleGate;
import solo.core.lifecycle.Shutdown;
import solo.core.testing.BundleJar;
import testbundle.Recording;
import testbundle.ThrowingStart;

public class RefusalTest {
  private static final Caller DIRECTORY = Caller.directory("default");

  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void bad01_linksAndDirectoriesAreRefusedWithTheDigestOfWhatTheyShow() throws Exception {
    Path file = world.file(DeployTest.greeter("1.0.0"));
    Path link = Files.createSymbolicLink(file.resolveSibling("link.jar"), file);

    assertTrue(refusal(link).getMessage().contains("symbolic link"));
    assertEquals(digest(file), failure().digest());
    assertTrue(refusal(file.getParent()).getMessage().contains("not a regular file"));
    assertEquals("", failure().digest());
  }

  @Test
  public void bad08_emptyFileIsRefusedUnderItsDigest() throws Exception {
    Path empty = world.file(new byte[0]);
    assertEquals("the file is empty", refusal(empty).getMessage());
    assertEquals(digest(empty), failure().digest());
    assertEquals("refused", failure().outcome());
    assertEquals("shell:" + empty, failure().source());
  }

  @Test
  public void fileThatIsNotThereIsAnIoFailure() throws Exception {
    DeployException why = refusal(world.data().resolve("nothing.jar"));
    assertEquals(Cause.IO_FAILURE, why.why());
    assertEquals(world.events.lastId(), why.eventId());
  }

  @Test
  public void fileAboveTheBoundIsRefusedAndNotKept() throws Exception {
    world.halt();
    world.config.put("maxArtifactBytes", 500L);
    world.boot();
    world.deployer.release();

    DeployException why = world.refused("big", DeployTest.greeter("1.0.0"));

    assertTrue(why.getMessage(), why.getMessage().contains("at most 500"));
    assertEquals(List.of(), world.artifacts.digests());
  }

  @Test
  public void bad03_checkedCodeIsTheKeptCodeHoweverTheFileChanges() throws Exception {
    BundleGate gate = new BundleGate(world.artifacts);
    Intake intake = new Intake(world.artifacts, Integer.MAX_VALUE);
    whileSwapped(
        1000,
        (file, versions) -> {
          String digest = intake.keep(file).digest();
          assertEquals(versions.get(digest), gate.check(digest).version());
        });
  }

  @Test
  public void bad03_installedCodeIsTheCheckedCodeHoweverTheFileChanges() throws Exception {
    whileSwapped(
        50,
        (file, versions) -> {
          ServiceSpec spec =
              DeployWorld.get(
                      world.deployer.deploy(world.request("greeter", file), DeployWorld.OWNER))
                  .spec();
          assertEquals(digest(world.links().get(0)), spec.digest());
          assertEquals(versions.get(spec.digest()), spec.version());
          assertEquals(List.of("greeter " + spec.version() + " active"), world.bundles());
        });
  }

  private interface Round {
    void run(Path file, Map<String, String> versions) throws Exception;
  }

  private void whileSwapped(int rounds, Round round) throws Exception {
    Path one = world.file(DeployTest.greeter("1.0.0"));
    Path two = world.file(DeployTest.greeter("2.0.0"));
    Map<String, String> versions = Map.of(digest(one), "1.0.0", digest(two), "2.0.0");
    Path target = Files.copy(one, one.resolveSibling("target.jar"));
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swap(List.of(one, two), target, done), "swapper");
    swapper.start();
    try {
      for (int i = 0; i < rounds; i++) {
        round.run(target, versions);
      }
    } finally {
      done.set(true);
      swapper.join();
    }
  }

  private static void swap(List<Path> files, Path target, AtomicBoolean done) {
    Path part = target.resolveSibling("part");
    try {
      for (int i = 0; !done.get(); i++) {
        Files.copy(files.get(i % 2), part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void bad10_sameBundleTwiceInATenantAndInTwoTenants() throws Exception {
    world.deploy("a/one", DeployTest.greeter("1.0.0"));
    world.deploy("a/two", DeployTest.greeter("1.0.0"));
    world.deploy("b/one", DeployTest.greeter("1.0.0"));

    assertEquals(3, world.bundles().size());
    assertEquals(1, world.artifacts.digests().size());
    world.kill("a/one");
    world.assertState("a/two", ServiceState.ACTIVE);
    world.assertState("b/one", ServiceState.ACTIVE);
  }

  @Test
  public void bytesThatAnotherServiceRunsFromStayWhenADeployOfThemFails() throws Exception {
    System.setProperty(ThrowingStart.WORKS, "yes");
    BundleJar moody = new BundleJar("moody").activator(ThrowingStart.class);
    world.deploy("a/moody", moody);
    System.clearProperty(ThrowingStart.WORKS);

    world.refused("b/moody", moody);

    assertEquals(1, world.artifacts.digests().size());
    world.assertState("a/moody", ServiceState.ACTIVE);
  }

  @Test
  public void bad07_filterTooDeepForTheFrameworkEndsItsDeployAndLeavesNoTrace() throws Exception {
    String deep = "(&".repeat(20_000) + "(a=1)" + ")".repeat(20_000);
    BundleJar jar =
        new BundleJar("deep").header("Require-Capability", "x;filter:=\"" + deep + "\"");

    world.refused("deep", jar);

    assertTrue(world.events.current().service(DeployWorld.key("deep")).open().isEmpty());
    assertEquals("service_deployment_failed", world.events.last().type());
    assertEquals(List.of(), world.bundles());
    assertEquals(List.of(), world.links());
    assertEquals(List.of(), world.artifacts.digests());
  }

  @Test
  public void errorInADeployEndsItAndLeavesTheOldOneRunning() throws Exception {
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
    world.events.refusal =
        draft -> {
          if (draft.payload() instanceof Payload.ServiceDeployed) {
            throw new StackOverflowError("a test's");
          }
          return Optional.empty();
        };

    world.refused("greeter", DeployTest.greeter("2.0.0"));

    assertTrue(world.events.current().service(DeployWorld.key("greeter")).open().isEmpty());
    assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    world.assertState("greeter", ServiceState.ACTIVE);
  }

  @Test
  public void flt06_fullDiskChangesNothingAndIsSaid() throws Exception {
    world.deploy("greeter", DeployTest.greeter("1.0.0"));
    for (String refused : List.of("service_deploying", "service_deployed")) {
      world.events.refusal = draft -> full(draft, refused);

      assertEquals(Cause.DISK_FULL, world.refused("greeter", DeployTest.greeter("2.0.0")).why());

      world.events.refusal = draft -> Optional.empty();
      world.assertState("greeter", ServiceState.ACTIVE);
      assertEquals(List.of("greeter 1.0.0 active"), world.bundles());
    }
    world.events.refusal = draft -> full(draft, "service_killed");
    assertEquals(
        Cause.DISK_FULL,
        DeployWorld.refusal(world.deployer.kill(DeployWorld.key("greeter"), "", DeployWorld.OWNER))
            .why());
    world.assertState("greeter", ServiceState.ACTIVE);
  }

  private static Optional<EventStoreException> full(EventDraft draft, String type) {
    return draft.payload().type().equals(type)
        ? Optional.of(
            new EventStoreException(EventStoreException.Cause.DISK_FULL, "the disk is full", null))
        : Optional.empty();
  }

  @Test
  public void killByTheDirectoryForgetsTheMarkOfARefusedFile() throws Exception {
    Path bad = world.file(new byte[0]);
    DeployWorld.refusal(world.deployer.deploy(world.request("bad", bad), DIRECTORY));
    assertTrue(world.events.current().service(DeployWorld.key("bad")).file().isPresent());

    DeployException why =
        DeployWorld.refusal(world.deployer.kill(DeployWorld.key("bad"), "removed", DIRECTORY));

    assertEquals(Cause.NOT_FOUND, why.why());
    assertEquals(world.events.lastId(), why.eventId());
    assertEquals("service_killed", world.events.last().type());
    assertTrue(world.events.current().services().isEmpty());
  }

  @Test
  public void killByTheDirectoryOfAKilledServiceForgetsItsMarkOnce() throws Exception {
    Path file = world.file(DeployTest.greeter("1.0.0"));
    DeployWorld.get(world.deployer.deploy(world.request("greeter", file), DIRECTORY));
    world.kill("greeter");
    long events = world.events.lastId();

    for (int i = 0; i < 2; i++) {
      ServiceStatus killed =
          DeployWorld.get(world.deployer.kill(DeployWorld.key("greeter"), "removed", DIRECTORY));
      assertEquals(ServiceState.KILLED, killed.state());
      assertEquals(events + 1, world.events.lastId());
    }
  }

  @Test
  public void rec22_quarantinedCodeNeedsRetry() throws Exception {
    BundleJar jar = DeployTest.greeter("1.0.0");
    ServiceStatus status = world.deploy("greeter", jar);
    world.halt();
    world.boot();
    world.events.append(
        EventDraft.ofService(
            DeployWorld.key("greeter"),
            Caller.system("recovery"),
            "",
            status.eventId(),
            new Payload.ServiceQuarantined(status.spec().digest(), 3)));
    world.deployer.release();
    world.assertState("greeter", ServiceState.QUARANTINED);

    assertEquals(Cause.SUSPECT, world.refused("greeter", jar).why());
    assertEquals(List.of(), world.bundles());

    Path file = world.file(jar);
    DeployWorld.get(
        world.deployer.deploy(
            new DeployRequest(DeployWorld.key("greeter"), file, "shell:x", "", true, 0, 0),
            DeployWorld.OWNER));
    world.assertState("greeter", ServiceState.ACTIVE);
    world.deploy("greeter", jar);
  }

  @Test
  public void deniedCallerIsToldAtOnceAndNothingIsDone() {
    assertThrows(
        solo.core.capability.AccessDeniedException.class,
        () -> world.deployer.kill(DeployWorld.key("other/greeter"), "", DIRECTORY));
    assertEquals(0, world.events.lastId());
  }

  @Test
  public void shd07_duringTheStopChangesAreRefused() throws Exception {
    world.deployer.shutdown =
        new Shutdown() {
          @Override
          public void shutdown(Caller caller, String reason) {
            throw new AssertionError("the deployer stops nothing");
          }

          @Override
          public boolean stopping() {
            return true;
          }
        };
    assertEquals(Cause.SHUTTING_DOWN, world.refused("x", DeployTest.greeter("1.0.0")).why());
    assertEquals(0, world.events.lastId());
  }

  @Test
  public void textFromOutsideStaysOnOneLineOfTheLog() throws Exception {
    Path file = world.file(new BundleJar("evil").activator(Recording.class));
    DeployWorld.get(
        world.deployer.deploy(
            new DeployRequest(
                DeployWorld.key("evil"), file, "shell:a\nb", "x\u001b[2Jy", false, 0, 0),
            DeployWorld.OWNER));

    EventDraft draft = world.events.last().draft();
    assertEquals("x\\u001b[2Jy", draft.reason());
    assertEquals("shell:a\\u000ab", ((Payload.ServiceDeployed) draft.payload()).spec().source());
  }

  private DeployException refusal(Path file) throws Exception {
    return DeployWorld.refusal(world.deployer.deploy(world.request("x", file), DeployWorld.OWNER));
  }

  private Payload.ServiceDeploymentFailed failure() {
    return (Payload.ServiceDeploymentFailed) world.events.last().payload();
  }

  private static String digest(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
