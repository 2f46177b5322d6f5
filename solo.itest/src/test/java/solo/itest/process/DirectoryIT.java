package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The real deploy directory of a real process. */
public class DirectoryIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void dep25_droppedFileRunsAndItsTenantIsItsDirectory() {
    SoloProcess process = home.start();
    home.drop(Bundles.named("greeter"), "greeter.jar");
    home.drop(Bundles.recorder(home.scratch(), "r", "1.0.0"), "acme/rec.jar");
    JsonObject greeter = process.await("default/greeter", "ACTIVE");
    process.await("acme/rec", "ACTIVE");
    assertEquals(Bundles.digest(Bundles.named("greeter")), greeter.get("digest").getAsString());
    assertEquals("Hello, Ada!", process.does("greeter:greet Ada").out().strip());
    JsonObject deployed = process.events("service_deployed").get(0);
    assertTrue(deployed.toString(), deployed.get("actor").getAsString().startsWith("directory:"));
  }

  @Test
  public void dep25_bad02_halfWrittenJarIsTakenOnceWhenItIsComplete() throws IOException {
    SoloProcess process = home.start();
    Path jar = Bundles.recorder(home.scratch(), "slow", "1.0.0");
    byte[] bytes = Files.readAllBytes(jar);
    Path target = home.deploy().resolve("slow.jar");
    Files.write(target, Arrays.copyOf(bytes, bytes.length / 2));
    home.drop(Bundles.recorder(home.scratch(), "after", "1.0.0"), "after.jar");
    process.await("default/after", "ACTIVE");
    assertFalse(process.services().containsKey("default/slow"));

    Files.write(
        target,
        Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length),
        StandardOpenOption.APPEND);
    JsonObject row = process.await("default/slow", "ACTIVE");
    assertEquals(Bundles.digest(jar), row.get("digest").getAsString());
    assertEquals(1, deploysOf(process, "slow"));
    assertEquals(1, Records.startsOf(home, "slow").size());
  }

  @Test
  public void dep25_replacedFileIsAnUpdateNeverASecondInstance() {
    SoloProcess process = home.start();
    home.drop(Bundles.recorder(home.scratch(), "r", "1.0.0"), "r.jar");
    process.await("default/r", "ACTIVE");
    home.drop(Bundles.recorder(home.scratch(), "r", "2.0.0"), "r.jar");
    Await.until(
        "version 2 of default/r",
        () -> {
          JsonObject row = process.services().get("default/r");
          return row.get("version").getAsString().equals("2.0.0")
              && row.get("state").getAsString().equals("ACTIVE");
        });
    assertEquals(Map.of("default/r", "ACTIVE"), process.states());
    assertEquals(List.of(process.pid()), Records.stopsOf(home, "r"));
    assertEquals("2.0.0", Records.lastStart(home, "r").version());
  }

  @Test
  public void dep25_removedFileIsAKillAlsoWhileDown() throws IOException {
    SoloProcess process = home.start();
    home.drop(Bundles.recorder(home.scratch(), "a", "1.0.0"), "a.jar");
    home.drop(Bundles.recorder(home.scratch(), "b", "1.0.0"), "b.jar");
    process.await("default/a", "ACTIVE");
    process.await("default/b", "ACTIVE");
    Files.delete(home.deploy().resolve("a.jar"));
    process.await("default/a", "KILLED");
    process.kill9();
    Files.delete(home.deploy().resolve("b.jar"));

    SoloProcess second = home.start();
    second.await("default/b", "KILLED");
    assertEquals("KILLED", second.states().get("default/a"));
  }

  @Test
  public void dep25_restartDoesNotRedeployUnchangedFilesNorResurrectTheKilled() {
    SoloProcess first = home.start();
    home.drop(Bundles.recorder(home.scratch(), "kept", "1.0.0"), "kept.jar");
    home.drop(Bundles.recorder(home.scratch(), "killed", "1.0.0"), "killed.jar");
    first.await("default/kept", "ACTIVE");
    first.await("default/killed", "ACTIVE");
    first.kill("default/killed");
    first.kill9();

    SoloProcess second = home.start();
    settle(second);
    assertEquals("ACTIVE", second.states().get("default/kept"));
    assertEquals("KILLED", second.states().get("default/killed"));
    assertEquals(1, deploysOf(second, "kept"));
    assertEquals(1, deploysOf(second, "killed"));

    home.drop(Bundles.recorder(home.scratch(), "killed", "2.0.0"), "killed.jar");
    second.await("default/killed", "ACTIVE");
  }

  @Test
  public void dep25_missingDirectoryKillsNothing() throws IOException {
    SoloProcess first = home.start();
    home.drop(Bundles.recorder(home.scratch(), "a", "1.0.0"), "a.jar");
    first.await("default/a", "ACTIVE");
    first.kill9();
    Path away = home.scratch().resolve("away");
    Files.move(home.deploy(), away);

    SoloProcess second = home.launch();
    Await.until(
        "status to name the missing directory",
        () ->
            second
                .tryExec("solo:status --json")
                .filter(status -> status.out().contains("unwell"))
                .filter(status -> status.out().contains(home.deploy().toString()))
                .isPresent());
    assertEquals(4, home.client("status").exit());
    assertEquals("ACTIVE", second.states().get("default/a"));
    Files.move(away, home.deploy());
    settle(second);
    assertEquals("ACTIVE", second.states().get("default/a"));
    assertEquals(1, deploysOf(second, "a"));
  }

  @Test
  public void guavaAndFailureaccessDroppedTogetherBothRun() {
    SoloProcess process = home.start();
    home.drop(Bundles.named("guava"), "guava.jar");
    home.drop(Bundles.named("failureaccess"), "failureaccess.jar");
    process.await("default/guava", "ACTIVE");
    process.await("default/failureaccess", "ACTIVE");
    process.kill9();

    SoloProcess second = home.start();
    assertEquals(
        Map.of("default/guava", "ACTIVE", "default/failureaccess", "ACTIVE"), second.states());
  }

  @Test
  public void bad16_fiveHundredJarsAtOnceAllRun() {
    int count = 500;
    for (int i = 0; i < count; i++) {
      Path jar = Bundles.recorder(home.scratch(), "r" + i, "1.0.0");
      home.drop(jar, "r" + i + ".jar");
    }
    SoloProcess process = home.start();
    Await.until(
        count + " services to be ACTIVE",
        () -> process.rows("solo:services --state ACTIVE").size() == count);
    assertEquals(count, process.events("service_deployed").size());
    process.kill9();
    SoloProcess second = home.start();
    Reports.assertCounts(second, Map.of("recovered", count));
  }

  @Test
  public void bad17_touchedHundredTimesIsOneUpdate() throws IOException {
    SoloProcess process = home.start();
    Path one = Bundles.recorder(home.scratch(), "r", "1.0.0");
    home.drop(one, "r.jar");
    process.await("default/r", "ACTIVE");
    Path file = home.deploy().resolve("r.jar");
    byte[] next = Files.readAllBytes(Bundles.recorder(home.scratch(), "r", "2.0.0"));
    for (int i = 0; i < 100; i++) {
      Files.write(file, next);
    }
    Await.until(
        "version 2 of default/r",
        () -> process.services().get("default/r").get("version").getAsString().equals("2.0.0"));
    settle(process);
    assertEquals(2, deploysOf(process, "r"));
    assertEquals(2, Records.startsOf(home, "r").size());
  }

  /** A file dropped now and running means that a whole scan began after this call and ended. */
  private void settle(SoloProcess process) {
    for (String name : List.of("settle1-", "settle2-")) {
      String fresh = name + System.nanoTime();
      home.drop(Bundles.recorder(home.scratch(), fresh, "1.0.0"), fresh + ".jar");
      process.await("default/" + fresh, "ACTIVE");
    }
  }

  private static long deploysOf(SoloProcess process, String service) {
    return process.events("service_deployed").stream()
        .filter(event -> event.get("service").getAsString().equals(service))
        .count();
  }
}
