package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;
import solo.itest.harness.Trees;

/** The log of the real process, proved by the heads that it signed. */
public class AuditIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void evt18_aKillAndAStopLeaveALogThatIsProvedToItsEnd() throws IOException {
    SoloProcess first = used(home.start()).settled();
    assertEquals("one key, told once", 1, first.events("audit_key_changed").size());
    first.kill9();
    SoloProcess second = home.start();
    // the first event of a log is signed at once, those of a start in its background
    JsonObject proved =
        Await.value(
            "a head of a later event",
            () ->
                Optional.of(proof(second, 0))
                    .filter(proof -> proof.get("lastSigned").getAsLong() > 1));
    assertEquals(1, proved.get("firstId").getAsLong());
    assertEquals("the key is the same", 1, second.events("audit_key_changed").size());
    assertEquals(0, second.sigterm());

    SoloProcess third = home.start();
    List<JsonObject> stops = third.events("system_shutdown_complete");
    long last = stops.get(stops.size() - 1).get("id").getAsLong();
    assertTrue(signed().toString(), signed().contains(last));
    assertEquals("[]", proof(third, 0).get("findings").toString());
    third.kill9();
    home.client("fsck").expect(0);
  }

  @Test
  public void shl04_aLogWrittenAnewWhileItWasStoppedIsNamed() throws Exception {
    home.configure("solo.eventstore.audit", "signEvery", 1);
    SoloProcess first = used(home.start());
    long killed = first.events("service_killed").get(0).get("id").getAsLong();
    assertEquals(0, first.sigterm());
    long other = RewrittenLog.of(home).edit(killed, "owner:", "0wner:");
    assertTrue("event " + other, other <= killed);
    long proved = signed().stream().mapToLong(id -> id).filter(id -> id < other).max().orElse(0);

    Result offline = home.client("fsck").expect(1);
    String lost = "SEVERE SIGNED_HEAD_LOST " + (proved + 1);
    assertTrue(offline.out(), offline.out().contains(lost + "\n"));
    SoloProcess second = home.start();
    JsonObject found = finding(proof(second, 1), "SIGNED_HEAD_LOST");
    assertEquals(proved + 1, found.get("about").getAsLong());
  }

  @Test
  public void shl04_aLogWithoutItsEndIsNamedAndARightOneIsProvedByCopies() throws Exception {
    SoloProcess first = used(home.start());
    assertEquals(0, first.sigterm());
    Path elsewhere = Files.createDirectory(home.scratch().resolve("elsewhere"));
    Files.copy(home.state().resolve("heads"), elsewhere.resolve("heads"));
    Files.copy(home.state().resolve("audit.pub"), elsewhere.resolve("audit.pub"));
    String copies = " --heads %s/heads --key %s/audit.pub".formatted(elsewhere, elsewhere);
    Path whole = home.scratch().resolve("whole");
    Trees.copy(home.data(), whole);
    long last = RewrittenLog.of(home).records().size();
    RewrittenLog.of(home).cut(last - 4);

    Result offline = home.client("fsck").expect(1);
    String lost = "SIGNED_HEAD_LOST " + (last - 3);
    assertTrue(offline.out(), offline.out().contains(lost + "\n"));
    Trees.delete(home.data());
    Files.move(whole, home.data());
    SoloProcess right = home.start();
    proof(right, 0);
    JsonObject proved =
        right.exec("audit verify --json" + copies).expect(0).json().getAsJsonObject();
    assertEquals(last, proved.get("lastSigned").getAsLong());
  }

  @Test
  public void aLostStateDirectoryAndAChangedLineAreSaidAndStopNothing() throws Exception {
    assertEquals(0, used(home.start()).sigterm());
    for (String name : List.of("heads", "audit.key", "audit.pub")) {
      Files.delete(home.state().resolve(name));
    }
    SoloProcess second = home.start();
    Await.until("the new key to be told", () -> second.events("audit_key_changed").size() == 2);
    Await.until(
        "the lost heads to be told", () -> second.printed().contains("SIGNED_HEADS_MISSING"));
    proof(second, 0);
    second.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    assertEquals(0, second.sigterm());

    Path heads = home.state().resolve("heads");
    Files.writeString(heads, Files.readString(heads).replaceFirst(" 20\\d\\d-", " 2001-"));
    SoloProcess third = home.start();
    finding(proof(third, 1), "SIGNATURE_BROKEN");
    third.does("solo:verify");
  }

  @Test
  public void shl04_aRetentionThatSomebodyMadeUpIsNamed() throws Exception {
    home.configure("solo.eventstore", "segmentSizeBytes", 65536);
    SoloProcess first = used(home.start());
    String reason = "x".repeat(1900);
    for (int i = 0; i < 40; i++) {
      first.does("solo:checkpoint --reason " + reason);
    }
    final long killed = first.events("service_killed").get(0).get("id").getAsLong();
    assertEquals(0, first.sigterm());
    String about = "1-" + RewrittenLog.of(home).takeOut(killed);

    Result offline = home.client("fsck").expect(1);
    assertTrue(offline.out(), offline.out().contains("SEVERE BASE_BROKEN " + about + "\n"));
    SoloProcess second = home.start();
    JsonObject proof = proof(second, 1);
    assertEquals(about, finding(proof, "BASE_BROKEN").get("about").getAsString());
    assertEquals("NONE", proof.getAsJsonObject("base").get("witness").getAsString());
    second.does("audit accept --reason mine");
    assertEquals(1, second.events("audit_accepted").size());
    assertEquals("FOUND", proof(second, 0).getAsJsonObject("base").get("witness").getAsString());
  }

  @Test
  public void shl04_headsThatWereTakenAwayAreMissedUntilThatIsAccepted() throws Exception {
    assertEquals(0, used(home.start()).sigterm());
    Files.delete(home.state().resolve("heads"));
    assertEquals(0, home.start().sigterm());
    SoloProcess third = home.start();
    finding(proof(third, 2), "SIGNED_HEADS_MISSING");
    third.exec("solo:verify").expect(2);
    third.does("audit accept --reason 'the disk was replaced'");
    proof(third, 0);
    third.exec("audit accept").expect(1);
    third.kill9();
    proof(home.start(), 0);
  }

  @Test
  public void aKeyInTheDataDirectoryIsRefused() {
    Path key = home.data().resolve("keys/audit.key");
    home.configure("solo.eventstore.audit", "keyFile", key.toString());
    SoloProcess refused = home.launch();
    assertEquals(78, refused.exitCode());
    String said = refused.printed();
    assertTrue(said, said.contains("solo.eventstore.audit.cfg: keyFile is " + key));
    assertTrue(said, said.contains("in the data directory " + home.data()));
  }

  @Test
  public void evt18_whatIsExportedIsWhatTheLogHas() throws Exception {
    SoloProcess process = used(home.start());
    process.deploy("acme/x", Bundles.recorder(home.scratch(), "x", "1.0.0"));
    Path file = home.scratch().resolve("events.json");
    process.does("audit export --until 5 " + file);
    JsonArray exported = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    JsonArray events = process.does("events --json --since 0 --limit 5").json().getAsJsonArray();
    assertEquals(events, exported);
    String csv = process.does("audit export --format csv --type service_deployed").out();
    assertEquals(csv, 1 + process.events("service_deployed").size(), csv.split("\r\n").length);

    JsonObject grant = process.does("grant --json acme events").json().getAsJsonObject();
    String token = grant.get("token").getAsString();
    Result own = process.execAs(token, "audit export");
    JsonArray seen = JsonParser.parseString(own.expect(0).out()).getAsJsonArray();
    assertTrue(own.out(), seen.size() > 1);
    seen.forEach(one -> assertEquals("acme", one.getAsJsonObject().get("tenant").getAsString()));
    process.execAs(token, "audit export " + home.scratch().resolve("x")).expect(1);
    process.execAs(token, "audit verify").expect(1);
  }

  private SoloProcess used(SoloProcess process) {
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.kill("default/a");
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.1"));
    return process;
  }

  private static JsonObject proof(SoloProcess process, int status) {
    return process.exec("audit verify --json").expect(status).json().getAsJsonObject();
  }

  private static JsonObject finding(JsonObject answer, String kind) {
    for (var found : answer.getAsJsonArray("findings")) {
      if (found.getAsJsonObject().get("kind").getAsString().equals(kind)) {
        return found.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + kind + " in " + answer);
  }

  /** The events of which there is a head. */
  private List<Long> signed() throws IOException {
    return Files.readAllLines(home.state().resolve("heads")).stream()
        .skip(1)
        .map(line -> Long.parseLong(line.split(" ")[3]))
        .toList();
  }
}
