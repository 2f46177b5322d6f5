package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The files that earlier versions wrote, each version's own and whole: they must stay readable. */
public class KeptDataIT {
  private static final String GREETER =
      "995551a39a652b50732d5923de0a778f9544728cf6fcf315fd38c1e1a6e3473f";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void evt06_whatVersionOneLeftIsWholeAndRuns() throws IOException {
    JsonObject expected = expected("data-1.json");
    KeptData.unzip("data-1.zip", home);
    // where the deploy directory was on the machine that made it, with the file that is in it
    Files.delete(home.data().resolve("directory.properties"));
    home.drop(home.data().resolve("artifacts").resolve(GREETER), "greeter.jar");
    assertTrue("some segments", Damage.segments(home).size() > 2);
    JsonObject checked = home.client("fsck", "--json").json().getAsJsonObject();
    assertEquals(checked.toString(), 0, checked.get("found").getAsInt());

    SoloProcess process = home.start();
    assertEquals(states(expected), process.states());
    assertEquals("the kept key opens the kept secret", KeptDataMaker.SECRET, secret(process));
    String token = expected.get("token").getAsString();
    process.execAs(token, "services --json").expect(0);
    assertTokens(process);
    assertEquals(0, process.events("unreadable").size());
    assertEquals(1, process.events("data_loss_accepted").size());
    assertEquals(
        "OK",
        process.exec("solo:head --json").json().getAsJsonObject().get("status").getAsString());
    acceptTheTimeSince(process);
    JsonObject verified = process.exec("solo:verify --deep --json").json().getAsJsonObject();
    assertEquals(verified.toString(), 0, verified.get("found").getAsInt());
    assertEquals(states(expected), process.states());
    assertEquals(0, process.sigterm());
  }

  @Test
  public void theBackupThatVersionOneWroteIsRestoredAndRuns() throws IOException {
    JsonObject expected = expected("data-1.json");
    Path file = home.scratch().resolve("backup-1.zip");
    try (InputStream kept = KeptDataIT.class.getResourceAsStream("backup-1.zip")) {
      Files.copy(kept, file);
    }
    Result restored = home.client("restore", file.toString());
    assertEquals(restored.toString(), 0, restored.exit());
    KeptData.unzip("data-1.zip", "state/vault.key", home);

    SoloProcess process = home.start();
    assertEquals(states(expected), process.states());
    assertEquals("the kept key opens the kept secret", KeptDataMaker.SECRET, secret(process));
    process.execAs(expected.get("token").getAsString(), "services --json").expect(0);
    assertEquals(1, process.events("backup_restored").size());
    assertEquals(0, process.sigterm());
  }

  /** The grant lasts for a century, the delegation for the hours of that day. */
  private static void assertTokens(SoloProcess process) {
    Map<String, String> standing = new TreeMap<>();
    process
        .rows("solo:tokens")
        .forEach(row -> standing.put(text(row, "accessor"), text(row, "state")));
    List<JsonObject> kept =
        process.events("capability_granted").stream()
            .filter(event -> text(event, "note").equals("kept"))
            .toList();
    assertEquals("a grant and a delegation", 2, kept.size());
    assertEquals("VALID", standing.get(text(kept.get(0), "accessor")));
    JsonObject delegated = kept.get(1);
    assertEquals(text(kept.get(0), "accessor"), text(delegated, "parent"));
    Instant now = Instant.parse(text(clock(process), "container"));
    boolean lasts = delegated.get("expiresAtMs").getAsLong() > now.toEpochMilli();
    assertEquals(lasts, "VALID".equals(standing.get(text(delegated, "accessor"))));
    long valid = standing.values().stream().filter("VALID"::equals).count();
    assertEquals("what was revoked stays so", lasts ? 2 : 1, valid);
  }

  /** Nobody had it running since, which is a leap of the clock once that is a month ago. */
  private static void acceptTheTimeSince(SoloProcess process) {
    JsonObject clock = clock(process);
    Duration since =
        Duration.between(
            Instant.parse(text(clock, "container")), Instant.parse(text(clock, "machine")));
    boolean leapt = clock.get("leap").getAsBoolean();
    assertEquals(clock.toString(), since.toDays() >= 30, leapt);
    if (leapt) {
      process.does("clock --accept --reason 'kept for long'");
    }
  }

  private static JsonObject clock(SoloProcess process) {
    return process.exec("clock --json").json().getAsJsonObject();
  }

  private static String text(JsonObject row, String key) {
    return row.get(key).getAsString();
  }

  private static Map<String, String> states(JsonObject expected) {
    Map<String, String> states = new TreeMap<>();
    expected.getAsJsonObject("states").asMap().forEach((k, v) -> states.put(k, v.getAsString()));
    return states;
  }

  private static String secret(SoloProcess process) {
    JsonObject read = process.does("secret-get --json acme/db.password").json().getAsJsonObject();
    byte[] value = Base64.getDecoder().decode(read.get("value").getAsString());
    return new String(value, StandardCharsets.UTF_8);
  }

  private static JsonObject expected(String resource) throws IOException {
    try (InputStreamReader in =
        new InputStreamReader(
            KeptDataIT.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject();
    }
  }
}
