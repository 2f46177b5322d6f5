package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Damage to the files of a container that runs, and what a verify says of it. */
public class DamageIT {
  private static final int IN_THE_HEADER = 300;

  /** Behind the header of the segment, and that of the record. */
  private static final int IN_THE_FIRST_RECORD = 4096 + 200;

  private static final int SMALLEST_SEGMENT = 65536;

  @Rule public final SoloHome home = new SoloHome();

  @Before
  public void verifyWhenAskedAlone() {
    home.configure("solo.recovery.verify", "autoFix", "off");
  }

  @Test
  public void ver10_ver16_flippedByteOfTheJournalIsNamedWithItsPlaceAndNeverMended()
      throws IOException {
    home.configure("solo.eventstore", "segmentSizeBytes", SMALLEST_SEGMENT);
    SoloProcess process = home.start();
    process.deploy("t/a", recorder("a"));
    String reason = "because ".repeat(500);
    for (int written = 0; written <= SMALLEST_SEGMENT; written += reason.length()) {
      process.tryDeploy("t/b", recorder("b"), "--reason '" + reason + "'").expect(0);
    }
    process.does("solo:checkpoint");
    Path segment = Damage.segments(home).get(0);
    Damage.flip(segment, IN_THE_FIRST_RECORD);

    Verification.dry(process).assertOk(2);
    Verification deep = Verification.dry(process, "--deep");
    JsonObject broken = assertSevere(deep, "CHAIN_BROKEN");
    String detail = broken.get("detail").getAsString();
    assertTrue(detail, detail.contains(segment.getFileName().toString()));
    assertTrue(detail, detail.matches("(?s).*(offset|byte|at) \\d+.*"));
    assertEquals("known from now on", deep.kinds(), Verification.dry(process).kinds());
    assertEquals(deep.kinds(), Verification.vainFix(process, "--deep", "--drift").kinds());
    assertEquals(4, home.client("status").exit());

    Damage.flip(segment, IN_THE_FIRST_RECORD);
    Verification.dry(process, "--deep").assertOk(2);
    home.client("status").expect(0);
    Damage.flip(segment, IN_THE_HEADER);
    JsonObject header = assertSevere(Verification.dry(process, "--deep"), "CHAIN_BROKEN");
    assertTrue(header.toString(), header.toString().contains("header"));
  }

  @Test
  public void ver16_missingAndAlteredArtifactsAreSevereAndNeverMended() throws IOException {
    SoloProcess process = home.start();
    process.deploy("t/big", Bundles.padded(home.scratch(), "big", 200_000));
    process.deploy("t/lost", recorder("lost"));
    process.deploy("t/fine", recorder("fine"));
    Path big = artifact(process, "t/big");
    Path lost = artifact(process, "t/lost");
    Verification.dry(process, "--deep").assertOk(3);
    Damage.flip(big, 100_000);
    Path away = home.scratch().resolve("away");
    Files.move(lost, away);

    Verification deep = Verification.dry(process, "--deep");
    assertEquals(Map.of("ARTIFACT_MISSING", 1, "ARTIFACT_CORRUPT", 1), deep.kinds());
    JsonObject missing = assertSevere(deep, "ARTIFACT_MISSING");
    assertTrue(missing.toString(), missing.toString().contains(lost.getFileName().toString()));
    JsonObject corrupt = assertSevere(deep, "ARTIFACT_CORRUPT");
    assertTrue(corrupt.toString(), corrupt.toString().contains(big.getFileName().toString()));
    assertTrue(corrupt.toString(), corrupt.toString().contains(Bundles.digest(big)));
    assertEquals(deep.kinds(), Verification.vainFix(process, "--deep", "--drift").kinds());
    assertFalse(Files.exists(lost));
    JsonObject status = process.exec("solo:status --json").json().getAsJsonObject();
    assertEquals("unwell", status.get("state").getAsString());

    Damage.flip(big, 100_000);
    Files.move(away, lost);
    Verification.dry(process, "--deep").assertOk(3);
  }

  @Test
  public void ver10_whereAStoreCannotBeReadNothingIsMended() throws IOException {
    SoloProcess process = home.start();
    process.deploy("t/a", recorder("a"));
    new Outsider(home, process).stop("t/a");
    for (String store : List.of("artifacts", "events")) {
      Path directory = home.data().resolve(store);
      Path away = Files.move(directory, home.scratch().resolve(store));
      Files.writeString(directory, "no directory");

      Verification blind = Verification.vainFix(process, "--deep");
      assertEquals("ERROR", blind.status());
      List<String> unreadable = details(blind, "STORE_UNREADABLE");
      assertTrue(
          blind.toString(), unreadable.stream().anyMatch(d -> d.contains(directory.toString())));
      assertEquals(1, details(blind, "NOT_ACTIVE").size());
      assertEquals("FAILED", process.states().get("t/a"));

      Files.delete(directory);
      Files.move(away, directory);
    }
    Verification fixed = Verification.fix(process, "--deep");
    fixed.assertOk(1);
    assertEquals(1, fixed.count("fixed"));
  }

  @Test
  public void brokenCheckpointIsWrittenAnew() throws IOException {
    SoloProcess process = home.start();
    process.deploy("t/a", recorder("a"));
    process.does("solo:checkpoint");
    Damage.flip(Damage.checkpoints(home).get(0), 90);

    Verification found = Verification.dry(process);
    assertEquals("WARNING", found.status());
    assertEquals(Map.of("CHECKPOINT_MISMATCH", 1), found.kinds());
    assertTrue(found.only("CHECKPOINT_MISMATCH").get("fixable").getAsBoolean());
    Verification.fix(process).assertOk(1);
    Verification.dry(process, "--deep").assertOk(1);
    assertEquals(1, process.events("inconsistency_fixed").size());
    assertEquals(1, Damage.checkpoints(home).size());
  }

  @Test
  public void wrongCheckpointThatABootBelievedIsFoundOutAndTheServiceComesBack()
      throws IOException {
    SoloProcess first = home.start();
    first.deploy("t/a", recorder("a"));
    first.deploy("t/b", recorder("b"));
    first.does("solo:checkpoint");
    first.kill9();
    for (Path checkpoint : Damage.checkpoints(home)) {
      Damage.forge(checkpoint, "(\"service\":\"b\".*?)\"DEPLOYED\"", "$1\"KILLED\"");
    }

    SoloProcess second = home.start();
    assertEquals(Map.of("t/a", "ACTIVE", "t/b", "KILLED"), second.states());
    Verification deep = Verification.dry(second, "--deep");
    assertTrue(deep.json().toString(), deep.kinds().containsKey("CHECKPOINT_MISMATCH"));
    Verification.fix(second, "--deep");
    Verification.fix(second, "--deep").assertOk(2);
    assertEquals(Map.of("t/a", "ACTIVE", "t/b", "ACTIVE"), second.states());
    second.kill9();
    Verification.dry(home.start(), "--deep").assertOk(2);
  }

  /** Checks what all severe kinds have in common, and returns the one finding of the kind. */
  private static JsonObject assertSevere(Verification report, String kind) {
    assertEquals("ERROR", report.status());
    JsonObject finding = report.only(kind);
    assertEquals("SEVERE", finding.get("severity").getAsString());
    assertFalse(finding.toString(), finding.get("fixable").getAsBoolean());
    assertFalse(finding.toString(), finding.get("fix").getAsString().isEmpty());
    return finding;
  }

  private static List<String> details(Verification report, String kind) {
    return report.findings().stream()
        .filter(finding -> finding.get("kind").getAsString().equals(kind))
        .map(finding -> finding.get("detail").getAsString())
        .toList();
  }

  private Path artifact(SoloProcess process, String key) {
    String digest = process.services().get(key).get("digest").getAsString();
    return home.data().resolve("artifacts").resolve(digest);
  }

  private Path recorder(String symbolicName) {
    return Bundles.recorder(home.scratch(), symbolicName, "1.0.0");
  }
}
