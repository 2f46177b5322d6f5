package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** kill -9 of the real process, and what the next one brings back. */
public class RecoveryIT {
  private static final List<String> SPEC_FIELDS =
      List.of(
          "tenant", "service", "digest", "size", "symbolicName", "version", "source", "eventId");

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void rec01_serviceRunsAgainFromTheSameBytesWithItsSpec() {
    Path jar = Bundles.recorder(home.scratch(), "one", "1.0.0");
    SoloProcess first = home.start();
    JsonObject before = first.deploy("default/one", jar);
    first.kill9();

    SoloProcess second = home.start();
    JsonObject after = second.services().get("default/one");
    assertEquals("ACTIVE", after.get("state").getAsString());
    for (String field : SPEC_FIELDS) {
      assertEquals(field, before.get(field), after.get(field));
    }
    assertEquals(Bundles.digest(jar), after.get("digest").getAsString());
    assertEquals(
        Bundles.digest(jar),
        Bundles.digest(home.data().resolve("artifacts").resolve(Bundles.digest(jar))));
    Reports.assertCounts(second, Map.of("recovered", 1));
    List<JsonObject> recovered = second.events("service_recovered");
    assertEquals(recovered.toString(), 1, recovered.size());
    assertEquals(before.get("eventId").getAsLong(), recovered.get(0).get("cause").getAsLong());
    assertEquals(List.of(first.pid(), second.pid()), Records.startsOf(home, "one"));
  }

  @Test
  public void rec02_exactlyTheFiveDeployedRunEachOnce() {
    SoloProcess first = home.start();
    for (int i = 1; i <= 5; i++) {
      first.deploy("default/s" + i, Bundles.recorder(home.scratch(), "s" + i, "1.0.0"));
    }
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(5, second.states().size());
    for (int i = 1; i <= 5; i++) {
      assertEquals("ACTIVE", second.states().get("default/s" + i));
      assertEquals(List.of(first.pid(), second.pid()), Records.startsOf(home, "s" + i));
    }
    Reports.assertCounts(second, Map.of("recovered", 5));
  }

  @Test
  public void rec03_killedServiceStaysKilled() {
    SoloProcess first = home.start();
    first.deploy("default/gone", Bundles.recorder(home.scratch(), "gone", "1.0.0"));
    first.kill("default/gone");
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(Map.of("default/gone", "KILLED"), second.states());
    assertEquals(List.of(first.pid()), Records.startsOf(home, "gone"));
    assertEquals(1, second.events("service_deployed").size());
    Reports.assertCounts(second, Map.of("skipped", 1));
  }

  @Test
  public void rec04_emptyStoreIsReadyWithZeros() {
    SoloProcess first = home.start();
    first.kill9();
    SoloProcess second = home.start();
    assertEquals(Map.of(), second.states());
    Reports.assertCounts(second, Map.of());
    assertEquals(List.of(), second.events("service_recovered"));
  }

  @Test
  public void rec06_onlyTheThirdOfThreeRuns() {
    SoloProcess first = home.start();
    for (String name : List.of("a", "b", "c")) {
      first.deploy("default/" + name, Bundles.recorder(home.scratch(), name, "1.0.0"));
    }
    first.kill("default/a");
    first.kill("default/b");
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(
        Map.of("default/a", "KILLED", "default/b", "KILLED", "default/c", "ACTIVE"),
        second.states());
    Reports.assertCounts(second, Map.of("recovered", 1, "skipped", 2));
  }

  @Test
  public void rec07_equalIdsOfTwoTenantsEachRunInTheirOwn() {
    SoloProcess first = home.start();
    for (String key : List.of("a/x", "a/y", "b/x", "b/y", "b/z")) {
      String name = key.replace('/', '.');
      first.deploy(key, Bundles.recorder(home.scratch(), name, "1.0.0"));
    }
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(
        Map.of("a/x", "ACTIVE", "a/y", "ACTIVE", "b/x", "ACTIVE", "b/y", "ACTIVE", "b/z", "ACTIVE"),
        second.states());
    second.kill("a/x");
    assertEquals("ACTIVE", second.states().get("b/x"));
    assertEquals(List.of(), Records.stopsOf(home, "b.x"));
    assertEquals(List.of(second.pid()), Records.stopsOf(home, "a.x"));
  }

  @Test
  public void rec09_checkpointAndTailGiveTheSpecThatWasGiven() {
    SoloProcess first = home.start();
    Path jar = Bundles.recorder(home.scratch(), "spec", "1.2.3.q");
    first.tryDeploy("t/spec", jar, "--start-timeout 12345 --stop-timeout 6789").expect(0);
    JsonObject given = first.events("service_deployed").get(0);
    assertEquals(12345, given.get("startTimeoutMs").getAsInt());
    first.does("solo:checkpoint");
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(given, second.events("service_deployed").get(0));
    JsonObject row = second.services().get("t/spec");
    for (String field : List.of("digest", "size", "symbolicName", "version", "source")) {
      assertEquals(field, given.get(field), row.get(field));
    }
    assertEquals("ACTIVE", row.get("state").getAsString());
  }

  @Test
  public void rec10_brokenArtifactFailsAndTheOthersRun() throws IOException {
    SoloProcess first = home.start();
    for (String name : List.of("a", "b", "c")) {
      first.deploy("default/" + name, Bundles.recorder(home.scratch(), name, "1.0.0"));
    }
    String broken = first.services().get("default/b").get("digest").getAsString();
    first.kill9();
    Files.delete(home.data().resolve("artifacts").resolve(broken));

    SoloProcess second = home.start();
    assertEquals(
        Map.of("default/a", "ACTIVE", "default/b", "FAILED", "default/c", "ACTIVE"),
        second.states());
    Reports.assertCounts(second, Map.of("recovered", 2, "failed", 1));
    assertEquals("PARTIAL", Reports.of(second).get("status").getAsString());
    assertEquals(1, second.events("service_recovery_failed").size());
  }

  @Test
  public void rec16_secondVersionRunsAfterKillAndRedeploy() {
    SoloProcess first = home.start();
    first.deploy("default/v", Bundles.recorder(home.scratch(), "v", "1.0.0"));
    first.kill("default/v");
    first.deploy("default/v", Bundles.recorder(home.scratch(), "v", "2.0.0"));
    first.kill9();

    SoloProcess second = home.start();
    JsonObject row = second.services().get("default/v");
    assertEquals("ACTIVE", row.get("state").getAsString());
    assertEquals("2.0.0", row.get("version").getAsString());
    assertEquals("2.0.0", Records.lastStart(home, "v").version());
    assertEquals(second.pid(), Records.lastStart(home, "v").pid());
  }

  @Test
  public void rec19_20_acknowledgedDeployAndKillSurviveAKillAtOnce() {
    Path jar = Bundles.recorder(home.scratch(), "now", "1.0.0");
    SoloProcess first = home.start();
    first.deploy("default/now", jar);
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(Map.of("default/now", "ACTIVE"), second.states());
    second.kill("default/now");
    second.kill9();

    SoloProcess third = home.start();
    assertEquals(Map.of("default/now", "KILLED"), third.states());
    assertFalse(Records.startsOf(home, "now").contains(third.pid()));
  }

  @Test
  public void rec23_hangingStartTimesOutAndTheOthersRun() throws IOException {
    Path switched = home.scratch().resolve("hang");
    home.set("hanging.start.when", switched.toString());
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    assertEquals(
        0,
        first
            .tryDeploy("default/hangs", Bundles.named("hanging.start"), "--start-timeout", "3000")
            .exit());
    first.deploy("other/z", Bundles.recorder(home.scratch(), "z", "1.0.0"));
    first.kill9();
    Files.createFile(switched);

    SoloProcess second = home.start();
    assertEquals(
        Map.of("default/a", "ACTIVE", "default/hangs", "FAILED", "other/z", "ACTIVE"),
        second.states());
    Reports.assertCounts(second, Map.of("recovered", 2, "failed", 1));
    String detail = second.services().get("default/hangs").get("detail").getAsString();
    assertTrue(detail, detail.contains("3000"));
  }

  @Test
  public void rec25_alteredArtifactIsRefusedWithBothDigests() throws IOException {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    String digest = first.services().get("default/b").get("digest").getAsString();
    first.kill9();
    Path artifact = home.data().resolve("artifacts").resolve(digest);
    Files.delete(artifact);
    Files.copy(Bundles.recorder(home.scratch(), "b", "6.6.6"), artifact);

    SoloProcess second = home.start();
    assertEquals(Map.of("default/a", "ACTIVE", "default/b", "FAILED"), second.states());
    String detail = second.services().get("default/b").get("detail").getAsString();
    assertTrue(detail, detail.contains(digest));
    assertTrue(detail, detail.contains(Bundles.digest(artifact)));
    assertEquals(List.of(first.pid()), Records.startsOf(home, "b"));
    assertEquals(1, second.events("service_recovery_failed").size());
  }

  @Test
  public void rec28_deletedOrForeignFrameworkCacheChangesNothing() throws IOException {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.kill9();
    Path cache = home.data().resolve("cache");
    clear(cache);

    SoloProcess second = home.start();
    assertEquals(Map.of("default/a", "ACTIVE"), second.states());
    second.kill9();
    scribble(cache);

    SoloProcess third = home.start();
    assertEquals(Map.of("default/a", "ACTIVE"), third.states());
    assertEquals(List.of(first.pid(), second.pid(), third.pid()), Records.startsOf(home, "a"));
  }

  private static void clear(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Files.delete(file);
      }
    }
  }

  private static void scribble(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        // in place, as a program would that takes the cache for its own
        file.toFile().setWritable(true);
        Files.writeString(file, "written by something else");
      }
    }
  }
}
