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
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The files that earlier versions wrote, each version's own and whole: they must stay readable. */
public class KeptDataIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void evt06_whatVersionOneLeftIsWholeAndRuns() throws IOException {
    JsonObject expected = expected("data-1.json");
    KeptData.unzip("data-1.zip", home);
    // where the deploy directory was on the machine that made it
    Files.delete(home.data().resolve("directory.properties"));
    assertTrue("some segments", Damage.segments(home).size() > 2);
    JsonObject checked = home.client("fsck", "--json").json().getAsJsonObject();
    assertEquals(checked.toString(), 0, checked.get("found").getAsInt());

    SoloProcess process = home.start();
    assertEquals(states(expected), process.states());
    assertEquals("the kept key opens the kept secret", KeptDataMaker.SECRET, secret(process));
    String token = expected.get("token").getAsString();
    process.execAs(token, "services --json").expect(0);
    long kept =
        process.rows("solo:tokens").stream()
            .filter(row -> row.get("state").getAsString().equals("VALID"))
            .count();
    assertEquals("a grant and a delegation", 2, kept);
    assertEquals(0, process.events("unreadable").size());
    assertEquals(1, process.events("data_loss_accepted").size());
    assertEquals(
        "OK",
        process.exec("solo:head --json").json().getAsJsonObject().get("status").getAsString());
    JsonObject verified = process.exec("solo:verify --deep --json").json().getAsJsonObject();
    assertEquals(verified.toString(), 0, verified.get("found").getAsInt());
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
