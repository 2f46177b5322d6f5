package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;
import solo.itest.harness.Trees;

/** Old segments go; what they told of services, tokens and secrets stays. */
public class RetentionIT {
  private static final int KILLED = 137;
  private static final int SEGMENT = 65_536;
  private static final String RETENTION = "solo.eventstore.retention";

  @Rule public final SoloHome home = new SoloHome();

  private String valid;
  private String revoked;
  private SortedMap<String, String> states;
  private List<JsonObject> tokens;
  private List<JsonObject> secrets;

  @Before
  public void smallSegments() {
    home.configure("solo.eventstore", "segmentSizeBytes", SEGMENT);
    home.configure(RETENTION, "maxBytes", 2 * SEGMENT);
  }

  @Test
  public void evt17_whatOldSegmentsToldStaysSo() throws IOException {
    SoloProcess first = lived();
    JsonObject applied = retention(first, "--apply --reason tidy");
    assertEquals("archive", applied.get("action").getAsString());
    assertTrue(applied.toString(), applied.get("from").getAsLong() > 20);
    assertTrue(applied.toString(), applied.get("bytes").getAsLong() <= 2 * SEGMENT);
    assertEquals("tidy", first.events("retention_applied").get(0).get("reason").getAsString());
    assertUnchanged(first);
    assertTrue(archived().contains("service_deployed"));
    first.kill9();
    Trees.delete(home.data().resolve("tokens"));
    assertUnchanged(home.start()).kill9();

    home.configure(RETENTION, "intervalMs", 200);
    home.configure(RETENTION, "action", "delete");
    SoloProcess second = home.start();
    fill(second);
    Await.until("retention by itself", () -> second.events("retention_applied").size() > 1);
    int files = retention(second, "").get("archived").getAsInt();
    assertEquals("none is added", applied.get("archived").getAsInt(), files);
    assertUnchanged(second);
    assertEquals(0, second.sigterm());
    home.client("fsck").expect(0);
    SoloProcess third = assertUnchanged(home.start());
    assertEquals(
        "OK",
        third
            .does("solo:verify --deep --json")
            .json()
            .getAsJsonObject()
            .get("status")
            .getAsString());
  }

  @Test
  public void evt17_aDeathAtAnyStepLeavesTheLogAsBeforeOrAsAfter() throws IOException {
    lived().kill9();
    for (String step : List.of("base", "archive", "witnessed", "told", "committed")) {
      home.set("solo.failpoint", "retention." + step);
      SoloProcess dying = assertUnchanged(home.start());
      assertEquals("the log before " + step, 1, whole(dying));
      assertTrue(dying.tryExec("solo:retention --apply").isEmpty());
      assertEquals(step, KILLED, dying.exitCode());
    }
    home.unset("solo.failpoint");
    home.client("fsck").expect(0);
    SoloProcess last = assertUnchanged(home.start());
    assertTrue("whole from " + whole(last), whole(last) > 20);
    JsonObject proof = last.does("audit verify --json").json().getAsJsonObject();
    assertEquals("SIGNED", proof.getAsJsonObject("base").get("witness").getAsString());
  }

  private static long whole(SoloProcess process) {
    return retention(process, "").get("from").getAsLong();
  }

  /** A life that leaves several segments, its first part in none but the first. */
  private SoloProcess lived() throws IOException {
    SoloProcess process = home.start();
    process.does("echo treasure | solo:secret-put acme/s");
    process.does("echo gone | solo:secret-put acme/t");
    process.does("solo:secret-delete acme/t");
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.deploy("acme/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    process.deploy("acme/b", Bundles.recorder(home.scratch(), "b", "2.0.0"));
    process.deploy("acme/dead", Bundles.recorder(home.scratch(), "dead", "1.0.0"));
    process.kill("acme/dead");
    valid = granted(process).get("token").getAsString();
    JsonObject gone = granted(process);
    revoked = gone.get("token").getAsString();
    process.does("solo:revoke " + gone.get("accessor").getAsString());
    process.does("solo:limits --rate 50 --burst 70 acme");
    fill(process);
    states = process.states();
    tokens = process.rows("solo:tokens");
    secrets = process.rows("solo:secrets");
    return process;
  }

  private static JsonObject granted(SoloProcess process) {
    return process.exec("solo:grant --ttl 8h --json acme read").expect(0).json().getAsJsonObject();
  }

  /** Three segments of events on which nothing rests. */
  private static void fill(SoloProcess process) {
    String each = String.join(" ", Collections.nCopies(110, "1"));
    process.does(
        "each ["
            + each
            + "] { solo:checkpoint --reason "
            + "x".repeat(1900)
            + " } | grep -c event");
  }

  private SoloProcess assertUnchanged(SoloProcess process) throws IOException {
    assertEquals(states, process.states());
    assertEquals(names(tokens), names(process.rows("solo:tokens")));
    assertEquals(secrets.size(), process.rows("solo:secrets").size());
    assertEquals("treasure", process.does("solo:secret-get acme/s").out());
    process.execAs(valid, "solo:services --tenant acme").expect(0);
    assertFalse(process.execAs(revoked, "solo:services --tenant acme").exit() == 0);
    process.does("solo:verify --deep");
    return process;
  }

  /** Those in force: one that was revoked is forgotten with its events. */
  private static List<String> names(List<JsonObject> rows) {
    return rows.stream()
        .filter(row -> row.get("state").getAsString().equals("VALID"))
        .map(row -> row.get("accessor").getAsString())
        .toList();
  }

  private static JsonObject retention(SoloProcess process, String options) {
    return process.exec("solo:retention --json " + options).expect(0).json().getAsJsonObject();
  }

  private String archived() throws IOException {
    Path first;
    try (Stream<Path> files = Files.list(home.data().resolve("archive"))) {
      first = files.sorted().findFirst().orElseThrow();
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(first))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
