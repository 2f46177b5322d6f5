package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** What the container finds, tells and mends without being asked. */
public class AutoFixIT {
  private static final String PID = "solo.recovery.verify";

  private static final int OFTEN = 200;

  /**
   * An update stops a bundle and an uninstall does too: who does either just after a verify has
   * ended is done before the next one.
   */
  private static final int BETWEEN = 3000;

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void stoppedServiceIsStartedAgainAndTheLogSaysWhy() {
    SoloProcess process = verifying(OFTEN).start();
    process.deploy("t/a", recorder("a"));
    process.deploy("t/b", recorder("b"));
    Outsider outsider = new Outsider(home, process);
    outsider.stop("t/a");
    JsonObject fixed = awaitFixed(process, 1).get(0);
    assertEquals("ACTIVE", process.states().get("t/a"));
    assertEquals("NOT_ACTIVE", fixed.get("kind").getAsString());
    assertEquals("system:verifier", fixed.get("actor").getAsString());
    assertEquals("a", fixed.get("service").getAsString());
    assertFalse(fixed.get("before").getAsString().isEmpty());
    assertFalse(fixed.get("after").getAsString().isEmpty());
    JsonObject found = process.events("inconsistency_found").get(0);
    assertEquals("it names its cause", found.get("id"), fixed.get("cause"));

    final long stray = outsider.install(Bundles.named("greeter"));
    awaitFixed(process, 2);
    assertFalse(outsider.has(stray));
    assertEquals(1, Records.startsOf(home, "b").size());
    Verification.of(process, "solo:verify").assertOk(2);
  }

  @Test
  public void driftIsToldOnceAndLeftToAnOperator() {
    SoloProcess process = verifying(BETWEEN).start();
    process.deploy("t/a", recorder("a"));
    Await.until("the first deep verify", () -> deepVerifies(process) == 1);
    awaitVerifies(process, 1);
    new Outsider(home, process).update("t/a", Bundles.recorder(home.scratch(), "a", "6.6.6"));
    awaitFound(process, "DRIFT");
    awaitVerifies(process, 4);
    assertEquals(1, process.events("inconsistency_found").size());
    assertEquals(List.of(), process.events("inconsistency_fixed"));
    assertEquals("6.6.6", Records.lastStart(home, "a").version());
  }

  @Test
  public void whereItOnlyReportsItTellsOnceAndMendsNothing() {
    home.configure(PID, "autoFix", "report");
    SoloProcess first = verifying(BETWEEN).start();
    first.deploy("t/a", recorder("a"));
    first.deploy("t/b", recorder("b"));
    Outsider outsider = new Outsider(home, first);
    outsider.stop("t/a");
    awaitFound(first, "NOT_ACTIVE");
    Await.until("the first deep verify", () -> deepVerifies(first) == 1);
    awaitVerifies(first, 2);
    long last = lastId(first.settled());
    awaitVerifies(first, 4);
    assertEquals("one event a finding, not one a verify", last, lastId(first));
    assertEquals(1, first.events("inconsistency_found").size());
    assertEquals("FAILED", first.states().get("t/a"));
    assertEquals(1, Verification.newest(first).count("found"));

    awaitVerifies(first, 1);
    outsider.uninstall("t/b");
    awaitFound(first, "MISSING_SERVICE");
    assertEquals(2, first.events("inconsistency_found").size());
    assertEquals(List.of(), first.events("inconsistency_fixed"));
    assertEquals(2, Verification.fix(first).count("fixed"));
    Verification.of(first, "solo:verify").assertOk(2);
  }

  @Test
  public void whereItIsOffItLooksAndTellsNothing() {
    home.configure(PID, "autoFix", "off");
    SoloProcess process = verifying(OFTEN).start();
    process.deploy("t/a", recorder("a"));
    new Outsider(home, process).stop("t/a");
    long last = lastId(process.settled());
    assertFalse("five verifies' time", process.endsWithin(Duration.ofSeconds(1)));
    Result none = process.exec("solo:report --verify").expect(1);
    assertTrue(none.toString(), none.said().contains("no verify has ended yet"));
    assertEquals(last, lastId(process));
    assertEquals("FAILED", process.states().get("t/a"));
  }

  @Test
  public void fightWithSomethingElseEndsInAFinding() {
    SoloProcess process = verifying(OFTEN).start();
    process.deploy("t/a", recorder("a"));
    Outsider outsider = new Outsider(home, process);
    Await.until(
        "the end of the fight",
        () -> {
          if (process.states().get("t/a").equals("ACTIVE")) {
            outsider.stop("t/a");
          }
          return foundKinds(process).contains("REPAIR_FIGHT");
        });
    int fixed = process.events("inconsistency_fixed").size();
    assertEquals("repairs of one service an hour, by default", 3, fixed);
    awaitVerifies(process, 4);
    assertEquals(fixed, process.events("inconsistency_fixed").size());
    assertEquals("FAILED", process.states().get("t/a"));
    assertEquals(Map.of("NOT_ACTIVE", 1, "REPAIR_FIGHT", 1), Verification.newest(process).kinds());

    assertEquals("who asks is not bound", 1, Verification.fix(process).count("fixed"));
    assertEquals("ACTIVE", process.states().get("t/a"));
  }

  @Test
  public void serviceThatNeverStartsIsTriedAFewTimesOnly() throws IOException {
    Path failing = home.scratch().resolve("failing");
    home.set("recorder.failing.when", failing.toString());
    SoloProcess process = verifying(OFTEN).start();
    process.deploy("t/a", recorder("a"));
    Files.createFile(failing);
    new Outsider(home, process).stop("t/a");
    Await.until("a start that is tried again", () -> Records.startsOf(home, "a").size() > 1);
    awaitVerifies(process, 6);
    int tries = Records.startsOf(home, "a").size() - 1;
    assertTrue(tries + " tries", tries <= 3);
    awaitVerifies(process, 4);
    assertEquals(tries, Records.startsOf(home, "a").size() - 1);
    assertEquals(1, foundKinds(process).stream().filter("NOT_ACTIVE"::equals).count());
    assertEquals(List.of(), process.events("inconsistency_fixed"));

    Files.delete(failing);
    Verification.fix(process).assertOk(1);
  }

  @Test
  public void ver16_severeKindsAreToldOnceAndNeverMended() throws IOException {
    home.configure(PID, "deepIntervalMs", 1000).configure(PID, "deepPacePercent", 100);
    SoloProcess process = verifying(OFTEN).start();
    process.deploy("t/a", Bundles.padded(home.scratch(), "a", 200_000));
    process.deploy("t/b", recorder("b"));
    Path artifacts = home.data().resolve("artifacts");
    Damage.flip(
        artifacts.resolve(process.services().get("t/a").get("digest").getAsString()), 100_000);
    Path lost = artifacts.resolve(process.services().get("t/b").get("digest").getAsString());
    Files.delete(lost);
    awaitFound(process, "ARTIFACT_CORRUPT");
    awaitFound(process, "ARTIFACT_MISSING");
    int deep = deepVerifies(process);
    Await.until("two more deep verifies", () -> deepVerifies(process) >= deep + 2);
    assertEquals(2, process.events("inconsistency_found").size());
    assertEquals(List.of(), process.events("inconsistency_fixed"));
    assertFalse(Files.exists(lost));
    assertEquals(Map.of("t/a", "ACTIVE", "t/b", "ACTIVE"), process.states());
  }

  private SoloHome verifying(int intervalMs) {
    return home.configure(PID, "quickIntervalMs", intervalMs);
  }

  private static int deepVerifies(SoloProcess process) {
    return (int)
        process.events("verification_completed").stream()
            .filter(event -> event.get("depth").getAsString().equals("DEEP"))
            .count();
  }

  private static List<JsonObject> awaitFixed(SoloProcess process, int count) {
    Await.until(count + " repairs", () -> process.events("inconsistency_fixed").size() >= count);
    return process.events("inconsistency_fixed");
  }

  private static void awaitFound(SoloProcess process, String kind) {
    Await.until(kind + " to be told", () -> foundKinds(process).contains(kind));
  }

  private static List<String> foundKinds(SoloProcess process) {
    return process.events("inconsistency_found").stream()
        .map(event -> event.get("kind").getAsString())
        .toList();
  }

  /** Waits for so many verifies of the schedule to end. */
  private static void awaitVerifies(SoloProcess process, int count) {
    for (int i = 0; i < count; i++) {
      String before = endedAt(process);
      Await.until("the next verify", () -> !endedAt(process).equals(before));
    }
  }

  private static String endedAt(SoloProcess process) {
    return Verification.newest(process).json().get("at").getAsString();
  }

  private static long lastId(SoloProcess process) {
    return process.rows("solo:events --limit 1").get(0).get("id").getAsLong();
  }

  private Path recorder(String symbolicName) {
    return Bundles.recorder(home.scratch(), symbolicName, "1.0.0");
  }
}
