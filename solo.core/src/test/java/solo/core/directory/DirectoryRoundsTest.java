package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;

public class DirectoryRoundsTest {
  private static final byte[] ONE = Jars.jar("one");
  private static final byte[] TWO = Jars.jar("two");

  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private DirectoryWorld world;

  @Before
  public void start() throws IOException {
    world = new DirectoryWorld(temp.getRoot().toPath());
  }

  @After
  public void stop() {
    world.close();
  }

  @Test
  public void dep25_bad02_aHalfWrittenJarIsIgnoredUntilItIsComplete() throws IOException {
    Path file = world.deploy.resolve("app.jar");
    Files.write(file, Arrays.copyOf(ONE, ONE.length / 2));
    world.settle();
    assertEquals(0, world.deployer.calls.get());
    world.assertReceipt("default/app", "\"pending\"", "whole zip file");
    String receipt = world.receipt("default/app");
    assertTrue(receipt, Pattern.compile(":\\d\\d(\\.\\d{3})?Z\"").matcher(receipt).find());

    Files.write(
        file, Arrays.copyOfRange(ONE, ONE.length / 2, ONE.length), StandardOpenOption.APPEND);
    world.settle();
    world.assertRuns("default/app", ONE);
    assertEquals(List.of("service_deploying", "service_deployed"), world.log.types());
    world.assertReceipt("default/app", "\"accepted\"", "\"eventId\": 2", "1970-01-01T00:00:02Z");
  }

  @Test
  public void dep25_aFileThatIsWrittenToIsNotTaken() throws IOException {
    Path file = Files.write(world.deploy.resolve("app.jar"), ONE);
    world.round();
    for (int i = 0; i < 10; i++) {
      world.advance(DirectoryWorld.SETTLE_MS - 1);
      Files.setLastModifiedTime(file, FileTime.from(world.wall()));
      world.round();
    }
    assertEquals(0, world.deployer.calls.get());
    world.assertReceipt("default/app", "\"pending\"", "rests");
    world.settle();
    assertEquals(1, world.deployer.calls.get());
  }

  @Test
  public void dep25_replacedIsAnUpdate() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    world.drop("app.jar", TWO);
    world.settle();
    world.assertRuns("default/app", TWO);
    assertEquals(2, world.log.count("service_deployed"));
    assertEquals(0, world.log.count("service_killed"));
  }

  @Test
  public void dep25_aRunningServiceIsLeftAloneWhileItsFileIsReplaced() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    Files.write(world.deploy.resolve("app.jar"), Arrays.copyOf(TWO, 10));
    world.settle();
    world.assertRuns("default/app", ONE);
    assertEquals(1, world.deployer.calls.get());
  }

  @Test
  public void dep25_removedIsAKillAndTheReceiptGoesWithTheFile() throws IOException {
    world.drop("acme/app.jar", ONE);
    world.settle();
    assertTrue(Files.exists(world.receiptFile("acme/app")));
    world.remove("acme/app.jar");
    world.settle();
    assertEquals(Standing.KILLED, world.record("acme/app").standing());
    assertEquals("directory:acme", world.log.event(3).orElseThrow().draft().actor());
    assertFalse(Files.exists(world.receiptFile("acme/app")));
  }

  @Test
  public void dep25_removedWhileDownIsAKill() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    world.remove("app.jar");
    world.start();
    world.settle();
    assertEquals(Standing.KILLED, world.record("default/app").standing());
    assertFalse(Files.exists(world.receiptFile("default/app")));
  }

  @Test
  public void dep25_replacedWhileDownIsAnUpdate() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    world.drop("app.jar", TWO);
    world.start();
    world.settle();
    world.assertRuns("default/app", TWO);
  }

  @Test
  public void dep25_aRestartDeploysNothingAgain() throws IOException {
    world.drop("app.jar", ONE);
    world.drop("needy.jar", Jars.jar("needy", "nobody"));
    world.settle();
    long events = world.log.lastId();
    for (int i = 0; i < 3; i++) {
      world.start();
      world.settle();
    }
    assertEquals(events, world.log.lastId());
  }

  @Test
  public void dep25_aServiceKilledFromTheShellStaysKilledAlsoAfterARestart() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    world.killFromShell("default/app");
    world.settle();
    world.start();
    world.settle();
    assertEquals(Standing.KILLED, world.record("default/app").standing());

    world.drop("app.jar", TWO);
    world.settle();
    world.assertRuns("default/app", TWO);
  }

  @Test
  public void dep25_whatTheShellDeployedStaysUntilTheFilesContentChanges() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    Path other = Files.write(temp.getRoot().toPath().resolve("other.jar"), TWO);
    ServiceKey key = ServiceKey.parse("default/app");
    world.deployer.deploy(DeployRequest.of(key, other, "shell:x", ""), Caller.owner("alice"));
    world.settle();
    world.start();
    world.settle();
    world.assertRuns("default/app", TWO);
    world.remove("app.jar");
    world.settle();
    world.assertRuns("default/app", TWO);
  }

  @Test
  public void dep25_aFileTakenAwayAndBroughtBackCountsAsNew() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    world.killFromShell("default/app");
    world.remove("app.jar");
    world.settle();
    world.drop("app.jar", ONE);
    world.settle();
    world.assertRuns("default/app", ONE);
  }

  @Test
  public void dep25_aMissingDirectoryKillsNothingAndIsWatchedAgainWhenItIsBack()
      throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    Path away = world.deploy.resolveSibling("away");
    Files.move(world.deploy, away);
    String trouble = world.settle().orElseThrow();
    assertTrue(trouble, trouble.startsWith("is missing: make it"));
    assertFalse("it is named once", trouble.contains(world.deploy.toString()));
    world.assertRuns("default/app", ONE);
    assertTrue("the receipt stays", Files.exists(world.receiptFile("default/app")));
    world.start();
    assertTrue("it is not made anew", world.settle().isPresent());
    Files.move(away, world.deploy);
    assertEquals(Optional.empty(), world.settle());
    assertEquals(1, world.deployer.calls.get());
  }

  @Test
  public void dep25_anUnreadableDirectoryKillsNothing() throws IOException {
    world.drop("app.jar", ONE);
    world.settle();
    Files.move(world.deploy, world.deploy.resolveSibling("away"));
    Files.writeString(world.deploy, "no directory");
    assertTrue(world.settle().orElseThrow().startsWith("cannot be read"));
    world.assertRuns("default/app", ONE);
  }

  @Test
  public void dep25_aDirectoryOnAnotherDeviceKillsNothingUntilItIsBack() throws IOException {
    for (String unmounted : List.of("", "acme")) {
      world.drop("app.jar", ONE);
      world.drop("acme/app.jar", ONE);
      world.settle();
      int calls = world.deployer.calls.get();
      asIfOnAnotherDeviceBefore(unmounted);
      world.remove("acme/app.jar");
      world.start();
      assertTrue(world.settle().orElseThrow().startsWith("is on another device than before"));
      world.assertRuns("acme/app", ONE);

      world.drop("acme/app.jar", ONE);
      assertEquals("nothing is missing any more", Optional.empty(), world.settle());
      assertEquals(calls, world.deployer.calls.get());
    }
    world.remove("acme/app.jar");
    world.settle();
    assertEquals(Standing.KILLED, world.record("acme/app").standing());
  }

  private void asIfOnAnotherDeviceBefore(String tenant) throws IOException {
    Path file = world.data.resolve("directory.properties");
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(l -> l.startsWith("device." + tenant + "=") ? "device." + tenant + "=1" : l)
            .toList();
    Files.write(file, lines);
  }

  @Test
  public void bad17_aJarTouchedAHundredTimesIsOneUpdateAStableState() throws IOException {
    Path file = world.deploy.resolve("app.jar");
    for (int i = 0; i < 100; i++) {
      Files.write(file, i % 2 == 0 ? ONE : TWO);
      Files.setLastModifiedTime(file, FileTime.from(world.wall().plusSeconds(60)));
      world.round();
      world.advance(10);
    }
    world.awaitIdle();
    assertEquals("it never rested", 0, world.deployer.calls.get());
    world.settle();
    assertEquals(1, world.log.count("service_deployed"));
    for (int i = 0; i < 100; i++) {
      world.advance(10);
      Files.setLastModifiedTime(file, FileTime.from(world.wall().plusSeconds(60)));
      world.round();
    }
    world.settle();
    assertEquals("the content is the same", 1, world.log.count("service_deployed"));
  }

  @Test
  public void bad16_fiveHundredJarsAtOnceAreAllDeployedSomeSideBySide() throws IOException {
    for (int i = 0; i < 500; i++) {
      world.drop("t%d/s%d.jar".formatted(i % 7, i), Jars.jar("jar " + i));
    }
    world.settle();
    assertEquals(500, world.log.count("service_deployed"));
    assertEquals(500, world.deployer.calls.get());
    assertTrue("at most 4, not " + world.deployer.most, world.deployer.most.get() <= 4);
    world.assertReceipt("t2/s401", "\"accepted\"", "t2/s401.jar");
  }

  @Test
  public void receiptsAreWrittenAgainWhenTheyAreMissing() throws IOException {
    world.drop("app.jar", ONE);
    world.drop("needy.jar", Jars.jar("needy", "nobody"));
    world.settle();
    String accepted = world.receipt("default/app");
    String refused = world.receipt("default/needy");
    assertTrue(refused, refused.contains("missing: [nobody]"));
    Files.delete(world.receiptFile("default/app"));
    Files.delete(world.receiptFile("default/needy"));
    world.start();
    world.settle();
    assertEquals(accepted, world.receipt("default/app"));
    assertEquals(refused, world.receipt("default/needy"));
  }

  @Test
  public void aFailureThatLeavesNoEventIsTriedAgainEverMoreSeldom() throws IOException {
    world.deployer.withoutEvent = DeployException.Cause.DISK_FULL;
    world.drop("app.jar", ONE);
    for (int second = 0; second < 100; second++) {
      world.round();
      world.awaitIdle();
      world.advance(1000);
    }
    int calls = world.deployer.calls.get();
    assertTrue(calls + " calls in 100 s", calls >= 5 && calls <= 8);
    world.assertReceipt("default/app", "\"refused\"", "no room on the disk", "\"eventId\": 0");
    world.deployer.withoutEvent = null;
    world.advance(700_000);
    world.settle();
    world.assertReceipt("default/app", "\"accepted\"");
  }
}
