package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Tokens in the real process, killed directly after each answer, and their file on disk. */
public class TokenRestartIT {
  private static final String VALID = "VALID";
  private static final String REVOKED = "REVOKED";

  /** No token is delegated from one as deep; each level lives a quarter of an hour less. */
  private static final int DEEPEST = 3;

  @Rule public final SoloHome home = new SoloHome();

  private final Random random = new Random(20261123);

  /** What was acknowledged, by accessor: state and expiry; a token ends with its parent. */
  private final Map<String, String> states = new TreeMap<>();

  private final Map<String, String> expiries = new TreeMap<>();
  private final Map<String, String> parents = new TreeMap<>();

  @Test
  public void tok04_tok10_whatWasAnsweredSurvivesAKillDirectlyAfter() throws IOException {
    int rounds = Boolean.getBoolean("solo.itest.long") ? 200 : 20;
    SoloProcess process = home.start();
    int rebuilt = 0;
    for (int round = 0; round < rounds; round++) {
      act(process, round);
      process.kill9();
      rebuilt += harm(round);
      process = home.start();
      assertEquals("after round " + round, expected(), found(process));
    }
    assertEquals(rebuilt, rebuilds(process));
    assertEquals(List.of(), kinds(process, "solo:verify --deep", 0));
  }

  private void act(SoloProcess process, int round) {
    List<String> valid =
        expected().entrySet().stream()
            .filter(one -> one.getValue().startsWith(VALID))
            .map(Map.Entry::getKey)
            .toList();
    String one = valid.isEmpty() ? "" : valid.get(random.nextInt(valid.size()));
    switch (valid.size() < 2 ? 0 : round % 4) {
      case 0 -> granted(process, "solo:grant --ttl 8h acme read,grant", "");
      case 1 -> {
        String parent = parent(one);
        int minutes = 60 - 15 * depth(parent);
        granted(process, "solo:delegate --ttl " + minutes + "m " + parent + " read", parent);
      }
      case 2 -> {
        JsonObject renewed = object(process, "solo:renew --ttl 2h " + one);
        expiries.put(one, renewed.get("expires").getAsString());
      }
      default -> {
        assertEquals(1, object(process, "solo:revoke " + one).get("revoked").getAsInt());
        states.put(one, REVOKED);
      }
    }
  }

  /** A token, or where none may be delegated from it any more the one above. */
  private String parent(String accessor) {
    return depth(accessor) < DEEPEST ? accessor : parents.get(accessor);
  }

  private int depth(String accessor) {
    String above = parents.get(accessor);
    return above.isEmpty() ? 0 : 1 + depth(above);
  }

  private void granted(SoloProcess process, String command, String parent) {
    JsonObject granted = object(process, command);
    String accessor = granted.get("accessor").getAsString();
    states.put(accessor, VALID);
    expiries.put(accessor, granted.get("expires").getAsString());
    parents.put(accessor, parent);
  }

  /** FLT-9: deleted, garbage, or an older copy; how many times it is made anew. */
  private int harm(int round) throws IOException {
    Path file = home.data().resolve("tokens").resolve("tokens.mv");
    Path older = home.scratch().resolve("older.mv");
    switch (round % 8) {
      case 1 -> Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
      case 3 -> Files.write(file, new byte[20_000]);
      case 5 -> Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);
      case 7 -> {
        try (Stream<Path> files = Files.list(file.getParent())) {
          for (Path each : files.toList()) {
            Files.delete(each);
          }
        }
        Files.delete(file.getParent());
      }
      default -> {}
    }
    return round % 8 == 3 || round % 8 == 7 ? 1 : 0;
  }

  @Test
  public void ver17_tokensThatAreNotAsTheLogSaysAreFound() throws IOException {
    home.configure("solo.recovery.verify", "autoFix", "off");
    SoloProcess first = home.start();
    granted(first, "solo:grant --ttl 8h acme read", "");
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

  private Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    for (String accessor : states.keySet()) {
      String state = VALID;
      for (String one = accessor; !one.isEmpty(); one = parents.get(one)) {
        state = states.get(one).equals(REVOKED) ? REVOKED : state;
      }
      expected.put(accessor, state + " until " + expiries.get(accessor));
    }
    return expected;
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

  private static int rebuilds(SoloProcess process) {
    return fixed(process, "TOKENS_REBUILT");
  }

  private static int fixed(SoloProcess process, String kind) {
    return (int)
        process.events("inconsistency_fixed").stream()
            .filter(event -> event.get("kind").getAsString().equals(kind))
            .count();
  }

  private static JsonObject object(SoloProcess process, String command) {
    return process.does(command + " --json").json().getAsJsonObject();
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
