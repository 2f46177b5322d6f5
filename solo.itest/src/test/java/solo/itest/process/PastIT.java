package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** What was so, asked of the real process: services, tokens, secrets and limits at each event. */
public class PastIT {
  private static final String SECRET = "xyzzy-canary-9";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void whatWasSoAtEachEventAndWhatChanged() {
    SoloProcess process = home.start();
    final long begun = lastId(process);
    process.deploy("acme/r", Bundles.recorder(home.scratch(), "r", "1.0.0"));
    JsonObject deployed = process.events("service_deployed").get(0);
    JsonObject granted =
        process.does("solo:grant --json acme events,read").json().getAsJsonObject();
    final String accessor = granted.get("accessor").getAsString();
    final String token = granted.get("token").getAsString();
    process.does("echo " + SECRET + " | solo:secret-put acme/db");
    process.does("echo " + SECRET + " | solo:secret-put other/db");
    process.does("solo:limits --rate 100 --burst 200 acme");
    final long full = lastId(process);
    awaitTimeAfter(process, full);
    process.kill("acme/r");
    process.does("solo:revoke " + accessor);
    process.does("solo:secret-delete acme/db");
    final long end = lastId(process);

    assertEquals(List.of(), named(process, "state --at " + begun));
    assertEquals(
        List.of("service acme/r"), named(process, "state --at " + deployed.get("id").getAsLong()));
    List<String> all =
        sorted(
            "service acme/r",
            "token acme/" + accessor,
            "secret acme/db",
            "secret other/db",
            "limit acme/rate");
    assertEquals(all, named(process, "state --at " + full));
    assertEquals(
        sorted("service acme/r", "secret other/db", "limit acme/rate"),
        named(process, "state --at " + end));
    assertEquals(named(process, "state"), named(process, "state --at " + end));
    assertEquals(
        "by time",
        named(process, "state --at " + full),
        named(process, "state --at " + at(process, full)));
    assertEquals(
        sorted(
            "changed service acme/r", "removed token acme/" + accessor, "removed secret acme/db"),
        changes(process, full, end));
    assertEquals(all.size(), changes(process, begun, full).size());
    process.kill9();

    SoloProcess again = home.start();
    assertEquals("after a kill -9", all, named(again, "state --at " + full));
    for (String line : new String[] {"state --at " + full, "diff " + begun + " " + full}) {
      String shown =
          again.does("solo:" + line).out() + again.does("solo:" + line + " --json").out();
      assertFalse(line, shown.contains(token) || shown.contains(SECRET));
    }
  }

  @Test
  public void aTokenSeesThePastOfItsTenant() {
    SoloProcess process = home.start();
    process.does("echo " + SECRET + " | solo:secret-put acme/db");
    process.does("echo " + SECRET + " | solo:secret-put other/db");
    String token = granted(process, "acme events,read,secret:read");
    List<String> seen = new ArrayList<>();
    rows(process.execAs(token, "state --kind secret --json").expect(0), "facts")
        .forEach(row -> seen.add(row.get("tenant").getAsString()));
    assertEquals(List.of("acme"), seen);
    assertEquals(
        1,
        rows(process.execAs(token, "diff --kind secret --json 0 " + lastId(process)), "changes")
            .size());
    String without = granted(process, "acme events,read");
    process.execAs(without, "state --kind secret").expect(1);
    String reader = granted(process, "acme read");
    Result refused = process.execAs(reader, "state").expect(1);
    assertTrue(refused.toString(), refused.said().contains("not valid for this"));
    Result ahead = process.exec("solo:state --at 99999").expect(1);
    assertTrue(ahead.toString(), ahead.toString().contains("the log has come to event"));
  }

  @Test
  public void whatWasTakenOutIsReadFromTheArchivesWhileTheyAreThere() throws IOException {
    home.configure("solo.eventstore", "segmentSizeBytes", 65536);
    home.configure("solo.eventstore.retention", "maxBytes", 131072);
    home.configure("solo.eventstore.retention", "intervalMs", 100);
    SoloProcess process = home.start();
    byte[] value = "x".repeat(8_000).getBytes(StandardCharsets.US_ASCII);
    process.pipe(value, "solo:secret-put acme/s").expect(0);
    final long first = lastId(process);
    Await.until(
        "retention",
        () -> {
          process.pipe(value, "solo:secret-put acme/s").expect(0);
          return !process.events("retention_applied").isEmpty();
        });
    Await.until("what the log tells to be done", () -> wholeFrom(process) > first);
    String then = "state --kind secret --at " + first;
    assertEquals("1", version(process, then));
    assertTrue(Integer.parseInt(version(process, "state --kind secret")) > 5);

    try (Stream<Path> archives = Files.list(home.data().resolve("archive"))) {
      for (Path archive : archives.toList()) {
        Files.delete(archive);
      }
    }
    Result gone = process.exec("solo:" + then).expect(1);
    assertTrue(gone.toString(), gone.toString().contains("or a later one"));
  }

  private static String version(SoloProcess process, String line) {
    List<JsonObject> facts = rows(process.does("solo:" + line + " --json"), "facts");
    assertEquals(1, facts.size());
    return facts.get(0).get("fields").getAsJsonObject().get("version").getAsString();
  }

  private static String granted(SoloProcess process, String terms) {
    JsonObject granted = process.does("solo:grant --json " + terms).json().getAsJsonObject();
    return granted.get("token").getAsString();
  }

  private static long lastId(SoloProcess process) {
    return process.rows("solo:events --limit 1").get(0).get("id").getAsLong();
  }

  /** The first event that is in the log with all after it: told first, and taken out then. */
  private static long wholeFrom(SoloProcess process) {
    JsonObject retention = process.does("solo:retention --json").json().getAsJsonObject();
    return retention.get("from").getAsLong();
  }

  private static String at(SoloProcess process, long id) {
    return process
        .rows("solo:events --limit 1 --since " + (id - 1))
        .get(0)
        .get("time")
        .getAsString();
  }

  /** What comes then shares no millisecond with the event. */
  private static void awaitTimeAfter(SoloProcess process, long id) {
    Instant time = Instant.parse(at(process, id));
    Await.until(
        "a later time than " + time,
        () -> {
          JsonObject clock = process.does("solo:clock --json").json().getAsJsonObject();
          return Instant.parse(clock.get("container").getAsString()).isAfter(time);
        });
  }

  private static List<String> named(SoloProcess process, String line) {
    List<String> named = new ArrayList<>();
    rows(process.does("solo:" + line + " --json"), "facts").forEach(row -> named.add(name(row)));
    return sorted(named.toArray(String[]::new));
  }

  private static List<String> changes(SoloProcess process, long from, long to) {
    List<String> changes = new ArrayList<>();
    rows(process.does("solo:diff --json %d %d".formatted(from, to)), "changes")
        .forEach(row -> changes.add(row.get("change").getAsString() + " " + name(row)));
    return sorted(changes.toArray(String[]::new));
  }

  private static String name(JsonObject row) {
    return "%s %s/%s"
        .formatted(
            row.get("kind").getAsString(),
            row.get("tenant").getAsString(),
            row.get("name").getAsString());
  }

  private static List<JsonObject> rows(Result result, String of) {
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement row : result.json().getAsJsonObject().get(of).getAsJsonArray()) {
      rows.add(row.getAsJsonObject());
    }
    return rows;
  }

  private static List<String> sorted(String... names) {
    return List.copyOf(new TreeSet<>(List.of(names)));
  }
}
