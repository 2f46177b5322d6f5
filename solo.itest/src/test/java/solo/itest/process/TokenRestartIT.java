package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;
import solo.itest.harness.Trees;

/** The file of tokens on disk, and tokens that are not as the log says. */
public class TokenRestartIT {
  private static final String VALID = "VALID";
  private static final String REVOKED = "REVOKED";

  @Rule public final SoloHome home = new SoloHome();

  /** What was granted, by accessor: state and expiry. */
  private final Map<String, String> states = new TreeMap<>();

  @Test
  public void flt09_aFileThatIsGarbageOrGoneIsMadeAnewOnceEach() throws IOException {
    SoloProcess process = home.start();
    granted(process, "solo:grant --ttl 8h acme read,grant");
    process.kill9();
    Path file = home.data().resolve("tokens").resolve("tokens.mv");
    Files.write(file, new byte[20_000]);
    process = home.start();
    assertEquals(states, found(process));
    granted(process, "solo:grant --ttl 8h acme read");
    process.kill9();
    Trees.delete(file.getParent());
    process = home.start();
    assertEquals(states, found(process));
    assertEquals(2, fixed(process, "TOKENS_REBUILT"));
    assertEquals(List.of(), kinds(process, "solo:verify --deep", 0));
  }

  @Test
  public void ver17_tokensThatAreNotAsTheLogSaysAreFound() throws IOException {
    home.configure("solo.recovery.verify", "autoFix", "off");
    SoloProcess first = home.start();
    granted(first, "solo:grant --ttl 8h acme read");
    String accessor = states.keySet().iterator().next();
    assertEquals(0, first.sigterm());
    Map<String, byte[]> valid;
    try (TokensFile file = new TokensFile(home.data())) {
      valid = file.tokens();
    }
    SoloProcess second = home.start();
    second.does("solo:revoke " + accessor);
    assertEquals(0, second.sigterm());
    try (TokensFile file = new TokensFile(home.data())) {
      assertEquals(1, valid.size());
      file.restore(valid);
      file.plantCopyOfFirst();
    }
    assertTrue(fsck(), fsck().contains("TOKEN_REVOKED_LIVE") && fsck().contains("TOKEN_ORPHAN"));

    SoloProcess third = home.start();
    assertEquals(
        List.of("TOKEN_ORPHAN", "TOKEN_REVOKED_LIVE"), kinds(third, "solo:verify --deep", 1));
    assertEquals(List.of("TOKEN_ORPHAN"), kinds(third, "solo:verify --deep --fix", 1));
    assertTrue(found(third).get(accessor).startsWith(REVOKED));
    assertEquals(1, fixed(third, "TOKEN_REVOKED_LIVE"));
  }

  private String fsck() {
    return home.client("fsck").toString();
  }

  private void granted(SoloProcess process, String command) {
    JsonObject granted = process.does(command + " --json").json().getAsJsonObject();
    states.put(
        granted.get("accessor").getAsString(),
        VALID + " until " + granted.get("expires").getAsString());
  }

  private static Map<String, String> found(SoloProcess process) {
    Map<String, String> found = new TreeMap<>();
    for (JsonObject row : process.rows("solo:tokens")) {
      found.put(
          row.get("accessor").getAsString(),
          row.get("state").getAsString() + " until " + row.get("expires").getAsString());
    }
    return found;
  }

  private static int fixed(SoloProcess process, String kind) {
    return (int)
        process.events("inconsistency_fixed").stream()
            .filter(event -> event.get("kind").getAsString().equals(kind))
            .count();
  }

  private static List<String> kinds(SoloProcess process, String command, int exit) {
    JsonObject report = process.exec(command + " --json").expect(exit).json().getAsJsonObject();
    List<String> kinds = new ArrayList<>();
    StreamSupport.stream(report.getAsJsonArray("findings").spliterator(), false)
        .forEach(finding -> kinds.add(finding.getAsJsonObject().get("kind").getAsString()));
    kinds.sort(null);
    return kinds;
  }
}
