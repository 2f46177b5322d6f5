package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVStore;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** An event index that is whole and wrong, in the real process. */
public class IndexIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void flt09_anIndexThatLacksEntriesIsFoundByADeepVerifyAndMended() {
    home.configure("solo.recovery.verify", "autoFix", "off");
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    assertEquals(0, first.sigterm());
    Path index = home.data().resolve("events").resolve("index.mv");
    try (MVStore store = new MVStore.Builder().fileName(index.toString()).open()) {
      store.removeMap("byFilter");
    }

    SoloProcess second = home.start();
    assertEquals("a quick look sees nothing", List.of(), kinds(second, "solo:verify", 0));
    assertEquals(List.of("INDEX_BEHIND"), kinds(second, "solo:verify --deep", 2));
    assertEquals(List.of(), kinds(second, "solo:verify --deep --fix", 0));
    assertEquals(List.of(), kinds(second, "solo:verify --deep", 0));
    List<JsonObject> fixed =
        second.events("inconsistency_fixed").stream()
            .filter(event -> event.get("kind").getAsString().equals("INDEX_BEHIND"))
            .toList();
    assertEquals(fixed.toString(), 1, fixed.size());
    String after = fixed.get(0).get("after").getAsString();
    assertTrue(after, after.contains("made anew from the journal"));
    assertEquals(0, second.sigterm());

    SoloProcess third = home.start();
    assertEquals("old events are found by type", 1, third.events("service_deployed").size());
  }

  private static List<String> kinds(SoloProcess process, String command, int exit) {
    JsonObject report = process.exec(command + " --json").expect(exit).json().getAsJsonObject();
    JsonArray findings = report.getAsJsonArray("findings");
    return StreamSupport.stream(findings.spliterator(), false)
        .map(finding -> finding.getAsJsonObject().get("kind").getAsString())
        .toList();
  }
}
