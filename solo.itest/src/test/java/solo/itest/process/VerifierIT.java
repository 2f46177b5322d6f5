package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * What is not as the log says, made so for real and verified when asked alone. Every dry run here
 * has to leave log and framework as they are: {@link Verification#dry}.
 */
public class VerifierIT {
  @Rule public final SoloHome home = new SoloHome();

  @Before
  public void verifyWhenAskedAlone() {
    home.configure("solo.recovery.verify", "autoFix", "off");
  }

  @Test
  public void ver01_ver06_ver11_ver12_whatRunsAsLoggedIsOk() {
    SoloProcess first = home.start();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      first.deploy("default/" + name, recorder(name));
    }
    Verification.dry(first).assertOk(5);
    first.kill("default/a");
    first.kill("default/b");
    first.kill("default/c");
    Verification.dry(first).assertOk(2);
    long redeployed = first.deploy("default/a", recorder("a")).get("bundleId").getAsLong();
    Verification.vainFix(first, "--drift").assertOk(3);
    assertEquals(redeployed, new Outsider(home, first).bundle("default/a"));
    first.kill9();

    SoloProcess second = home.start();
    Verification.dry(second).assertOk(3);
    Verification.dry(second, "--deep").assertOk(3);
    assertEquals(List.of(), second.events("inconsistency_found"));
  }

  @Test
  public void ver02_bundleThatNoEventAccountsForIsNamedAndUninstalled() {
    SoloProcess process = home.start();
    process.deploy("default/a", recorder("a"));
    Outsider outsider = new Outsider(home, process);
    long bundle = outsider.install(Bundles.named("greeter"));

    Verification found = Verification.dry(process);
    assertEquals(Map.of("ORPHAN_SERVICE", 1), found.kinds());
    JsonObject orphan = found.only("ORPHAN_SERVICE");
    assertEquals(Long.toString(bundle), orphan.get("about").getAsString());
    assertEquals("ERROR", orphan.get("severity").getAsString());
    assertTrue(orphan.toString(), orphan.get("fixable").getAsBoolean());
    String detail = orphan.get("detail").getAsString();
    assertTrue(detail, detail.contains("greeter 1.0.0"));
    assertTrue("its services: " + detail, detail.contains("greeter.Greeter"));

    Verification fixed = Verification.fix(process);
    fixed.assertOk(1);
    assertEquals(1, fixed.count("fixed"));
    assertFalse(outsider.has(bundle));
    assertFixed(process, "ORPHAN_SERVICE", detail);
    Verification.vainFix(process).assertOk(1);
  }

  @Test
  public void ver03_ver05_ver09_uninstalledServiceIsMissingAndComesBackOnce() {
    SoloProcess process = home.start();
    process.deploy("acme/a", recorder("a"));
    process.deploy("acme/b", recorder("b"));
    new Outsider(home, process).uninstall("acme/a");

    Verification found = Verification.dry(process);
    assertEquals(Map.of("MISSING_SERVICE", 1), found.kinds());
    assertEquals(2, found.count("expected"));
    assertEquals(1, found.count("running"));
    JsonObject missing = found.only("MISSING_SERVICE");
    assertEquals("acme", missing.get("tenant").getAsString());
    assertEquals("a", missing.get("service").getAsString());

    Verification fixed = Verification.fix(process);
    fixed.assertOk(2);
    assertEquals(1, fixed.count("fixed"));
    assertEquals("ACTIVE", process.states().get("acme/a"));
    assertEquals(2, Records.startsOf(home, "a").size());
    assertEquals(1, Records.startsOf(home, "b").size());
    JsonObject event = assertFixed(process, "MISSING_SERVICE", missing.get("detail").getAsString());
    assertEquals("acme", event.get("tenant").getAsString());
    assertEquals("a", event.get("service").getAsString());
    JsonObject repair = fixed.repairs().get(0);
    assertEquals(event.get("id").getAsLong(), repair.get("eventId").getAsLong());
    Verification.vainFix(process).assertOk(2);
    assertEquals(1, process.events("inconsistency_fixed").size());
    assertEquals(2, process.events("service_deployed").size());
  }

  @Test
  public void ver04_ver13_whatHangsInItsStopIsFoundAndWaitsForARestart() {
    SoloProcess first = home.start();
    Path hanging = Bundles.named("hanging.stop");
    first.tryDeploy("t/killed", hanging, "--stop-timeout 300").expect(0);
    first.tryDeploy("t/updated", hanging, "--stop-timeout 300").expect(0);
    first.deploy("t/gone", recorder("gone"));
    Verification.dry(first).assertOk(3);
    first.kill("t/killed");
    first.kill("t/gone");
    first.deploy("t/updated", recorder("updated"));
    long newest = new Outsider(home, first).bundle("t/updated");

    Verification found = Verification.dry(first);
    assertEquals(Map.of("KILLED_BUT_ALIVE", 1, "DUPLICATE", 1), found.kinds());
    JsonObject alive = found.only("KILLED_BUT_ALIVE");
    assertEquals("killed", alive.get("service").getAsString());
    JsonObject old = found.only("DUPLICATE");
    assertEquals("updated", old.get("service").getAsString());
    for (JsonObject finding : List.of(alive, old)) {
      assertFalse(finding.toString(), finding.get("fixable").getAsBoolean());
      String fix = finding.get("fix").getAsString();
      assertTrue(fix, fix.contains("restart"));
    }
    assertEquals(found.kinds(), Verification.vainFix(first).kinds());
    assertEquals(newest, new Outsider(home, first).bundle("t/updated"));
    first.kill9();

    Verification.dry(home.start()).assertOk(1);
  }

  @Test
  public void ver04_killedServiceThatSomebodyStartsAgainIsTakenOut() {
    SoloProcess process = home.start();
    process.deploy("t/a", recorder("a"));
    process.kill("t/a");
    Verification.dry(process).assertOk(0);
    Outsider outsider = new Outsider(home, process);
    long bundle = outsider.installAs("t/a", recorder("a"));
    long stranger = outsider.installAs("t/nobody", recorder("nobody"));

    Verification found = Verification.dry(process);
    assertEquals(Map.of("KILLED_BUT_ALIVE", 1, "ORPHAN_SERVICE", 1), found.kinds());
    assertEquals("a", found.only("KILLED_BUT_ALIVE").get("service").getAsString());
    assertEquals("nobody", found.only("ORPHAN_SERVICE").get("service").getAsString());
    Verification fixed = Verification.fix(process);
    fixed.assertOk(0);
    assertEquals(2, fixed.count("fixed"));
    assertFalse(outsider.has(bundle) || outsider.has(stranger));
    assertEquals(2, Records.stopsOf(home, "a").size());
    assertEquals(Map.of("t/a", "KILLED"), process.states());
  }

  @Test
  public void ver06_ver13_ver14_everythingBrokenAtOnceIsCountedAndPutRight() {
    SoloProcess process = home.start();
    for (String name : List.of("stopped", "gone", "twice", "other", "fine")) {
      process.deploy("t/" + name, recorder(name));
    }
    Outsider outsider = new Outsider(home, process);
    final long original = outsider.bundle("t/twice");
    outsider.stop("t/stopped");
    outsider.uninstall("t/gone");
    final long second = outsider.installAs("t/twice", recorder("twice"));
    outsider.update("t/other", Bundles.recorder(home.scratch(), "other", "6.6.6"));
    outsider.install(Bundles.named("greeter"));

    Verification found = Verification.dry(process);
    Map<String, Integer> all =
        Map.of(
            "NOT_ACTIVE", 1, "MISSING_SERVICE", 1, "DUPLICATE", 1, "DRIFT", 1, "ORPHAN_SERVICE", 1);
    assertEquals(all, found.kinds());
    assertEquals(5, found.count("found"));
    assertEquals(5, found.count("error"));
    assertEquals(5, found.count("expected"));
    assertEquals("twice and fine", 2, found.count("running"));
    assertEquals("stopped", found.only("NOT_ACTIVE").get("service").getAsString());
    assertEquals(Long.toString(second), found.only("DUPLICATE").get("about").getAsString());
    assertEquals(all, Verification.dry(process, "--deep").kinds());

    Verification fixed = Verification.fix(process);
    assertEquals(Map.of("DRIFT", 1), fixed.kinds());
    assertEquals(4, fixed.count("fixed"));
    assertEquals("the one of the newest spec stays", original, outsider.bundle("t/twice"));
    assertFalse(outsider.has(second));
    assertEquals("6.6.6", Records.lastStart(home, "other").version());

    Verification drift = Verification.fix(process, "--drift");
    drift.assertOk(5);
    assertEquals(1, drift.count("fixed"));
    assertEquals("1.0.0", Records.lastStart(home, "other").version());
    assertEquals(1, Records.startsOf(home, "fine").size());
    assertEquals(5, process.events("inconsistency_fixed").size());
    Verification.vainFix(process, "--drift", "--deep").assertOk(5);
  }

  @Test
  public void ver07_ver08_theNewestReportIsReadBackAlsoByTheNextProcess() {
    SoloProcess first = home.start();
    Result none = first.exec("solo:report --verify").expect(1);
    assertTrue(none.toString(), none.said().contains("no verify has ended yet"));
    Verification.vainFix(first).assertOk(0);
    Verification.vainFix(first, "--deep", "--drift").assertOk(0);
    assertEquals("DEEP", Verification.newest(first).json().get("depth").getAsString());

    first.deploy("t/a", recorder("a"));
    first.deploy("t/b", recorder("b"));
    Outsider outsider = new Outsider(home, first);
    outsider.stop("t/a");
    outsider.update("t/b", Bundles.recorder(home.scratch(), "b", "6.6.6"));
    Verification fixed = Verification.fix(first);
    assertEquals(fixed.json(), Verification.newest(first).json());
    first.kill9();

    JsonObject past = Verification.newest(home.start()).json();
    for (String field : List.of("status", "depth", "eventId", "expected", "running", "findings")) {
      assertEquals(field, fixed.json().get(field), past.get(field));
    }
  }

  /** The one event of a repair, which has to say what was before. */
  private static JsonObject assertFixed(SoloProcess process, String kind, String before) {
    List<JsonObject> fixed = process.events("inconsistency_fixed");
    assertEquals(fixed.toString(), 1, fixed.size());
    JsonObject event = fixed.get(0);
    assertEquals(kind, event.get("kind").getAsString());
    assertEquals(before, event.get("before").getAsString());
    assertFalse(event.toString(), event.get("after").getAsString().isEmpty());
    assertTrue(event.toString(), event.get("actor").getAsString().startsWith("owner:"));
    return event;
  }

  private Path recorder(String symbolicName) {
    return Bundles.recorder(home.scratch(), symbolicName, "1.0.0");
  }
}
