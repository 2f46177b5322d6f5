package solo.itest.process;

import static org.junit.Assert.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import solo.itest.harness.Result;
import solo.itest.harness.SoloProcess;

/** What a verify of a real process answered. */
record Verification(JsonObject json) {
  private static final Map<String, Integer> EXITS = Map.of("OK", 0, "WARNING", 2, "ERROR", 1);
  private static final String DISTRIBUTION = "/distribution/bundles/";

  /** Runs a command that answers with a report; its exit status has to be that of the report. */
  static Verification of(SoloProcess process, String command) {
    Result result = process.exec(command + " --json");
    JsonObject json = result.json().getAsJsonObject();
    assertEquals(
        result.toString(), (int) EXITS.get(json.get("status").getAsString()), result.exit());
    return new Verification(json);
  }

  /** A dry run, which has to leave log and framework as they are; nothing else may change them. */
  static Verification dry(SoloProcess process, String... options) {
    String before = world(process.settled());
    Verification report = of(process, "solo:verify " + String.join(" ", options));
    assertEquals("ver15: a dry run changes nothing", before, world(process));
    assertEquals(List.of(), report.repairs());
    return report;
  }

  /** A verify that mends. */
  static Verification fix(SoloProcess process, String... options) {
    return of(process, "solo:verify --fix " + String.join(" ", options));
  }

  /** A verify that mends and has nothing to mend, so that it has to leave all as it is. */
  static Verification vainFix(SoloProcess process, String... options) {
    String before = world(process.settled());
    Verification report = fix(process, options);
    assertEquals("where there is nothing to mend nothing changes", before, world(process));
    assertEquals(0, report.count("fixed"));
    return report;
  }

  /** The newest report, read back. */
  static Verification newest(SoloProcess process) {
    return of(process, "solo:report --verify");
  }

  /** The last event's id, every bundle that is not the container's own, every service. */
  private static String world(SoloProcess process) {
    String lastId = process.rows("solo:events --limit 1").get(0).get("id").getAsString();
    List<String> bundles =
        process
            .does("felix:lb -l")
            .out()
            .lines()
            .filter(line -> !line.contains(DISTRIBUTION))
            .toList();
    return "%s%n%s%n%s".formatted(lastId, bundles, process.services());
  }

  String status() {
    return json.get("status").getAsString();
  }

  int count(String field) {
    return json.get(field).getAsInt();
  }

  List<JsonObject> findings() {
    return rows("findings");
  }

  List<JsonObject> repairs() {
    return rows("repairs");
  }

  private List<JsonObject> rows(String field) {
    JsonArray rows = json.getAsJsonArray(field);
    return StreamSupport.stream(rows.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** How many findings there are of each kind. */
  Map<String, Integer> kinds() {
    Map<String, Integer> kinds = new TreeMap<>();
    findings().forEach(f -> kinds.merge(f.get("kind").getAsString(), 1, Integer::sum));
    return kinds;
  }

  /** The finding of a kind, of which there has to be one. */
  JsonObject only(String kind) {
    List<JsonObject> found =
        findings().stream().filter(f -> f.get("kind").getAsString().equals(kind)).toList();
    assertEquals(kind + " in " + json, 1, found.size());
    return found.get(0);
  }

  /** Everything runs as logged, and that is so many services. */
  void assertOk(int services) {
    assertEquals(json.toString(), "OK", status());
    assertEquals(List.of(), findings());
    assertEquals(services, count("expected"));
    assertEquals(services, count("running"));
  }
}
