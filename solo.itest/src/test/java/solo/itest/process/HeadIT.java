package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;
import solo.itest.harness.Trees;

/** A data directory that is older than it was, empty, or another one. */
public class HeadIT {
  private static final int KILLS = Boolean.getBoolean("solo.itest.long") ? 10 : 3;

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void anEmptyDataDirectoryAfterUseIsSaidUntilItIsAccepted() throws IOException {
    assertEquals(0, used(home.start()).sigterm());
    long known = knownId();
    Trees.delete(home.data());

    SoloProcess second = home.start();
    String detail = "events 1 to " + known + " are missing";
    assertTold(second, "HEAD_AHEAD", "the data directory was empty", detail);
    second.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    assertEquals(0, second.sigterm());
    assertEquals("what is known stays", known, knownId());

    SoloProcess third = home.start();
    assertTold(third, "HEAD_AHEAD", "the data directory was empty", detail);
    assertEquals("it runs", "ACTIVE", third.states().get("default/b"));
    third.does("solo:head --accept --reason 'a new begin'");
    JsonObject accepted = third.events("data_loss_accepted").get(0);
    assertEquals(1, accepted.get("firstLostId").getAsLong());
    assertEquals("a new begin", accepted.get("reason").getAsString());
    assertTrue(accepted.get("detail").getAsString().contains(detail));
    assertWell(third);
    third.kill9();
    assertWell(home.start());
  }

  @Test
  public void anOlderCopyIsSaidWithWhatIsMissing() throws IOException {
    assertEquals(0, used(home.start()).sigterm());
    Path copy = home.scratch().resolve("copy");
    Trees.copy(home.data(), copy);
    SoloProcess second = home.start();
    second.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    assertEquals(0, second.sigterm());
    long known = knownId();
    Trees.delete(home.data());
    Trees.copy(copy, home.data());

    SoloProcess third = home.start();
    assertTold(third, "HEAD_AHEAD", "is older than it was", " to " + known + " are missing");
    assertFalse(third.states().containsKey("default/b"));
    third.does("solo:head --accept");
    assertWell(third);
  }

  @Test
  public void theRightDataDirectoryIsWellAgainByItself() throws IOException {
    assertEquals(0, used(home.start()).sigterm());
    Path right = Files.move(home.data(), home.scratch().resolve("right"));
    SoloProcess wrong = home.start();
    assertTold(wrong, "HEAD_AHEAD", "the data directory was empty");
    wrong.sigterm();
    Trees.delete(home.data());
    Files.move(right, home.data());

    SoloProcess third = home.start();
    assertWell(third);
    assertEquals("ACTIVE", third.states().get("default/a"));
  }

  @Test
  public void anotherDataDirectoryWithTheSameStateIsForeign() throws IOException {
    assertEquals(0, used(home.start()).sigterm());
    Path first = Files.move(home.data(), home.scratch().resolve("first"));
    Files.delete(head());
    assertEquals(0, used(home.start()).sigterm());
    Trees.delete(home.data());
    Files.move(first, home.data());

    SoloProcess third = home.start();
    assertTold(third, "HEAD_FOREIGN", "the data directory is another one");
    assertEquals("it runs", "ACTIVE", third.states().get("default/a"));
  }

  @Test
  public void killsMakeNoFinding() {
    for (int i = 0; i < KILLS; i++) {
      SoloProcess process = home.start();
      assertEquals("OK", json(process).get("status").getAsString());
      process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0." + i));
      process.kill9();
    }
    SoloProcess last = home.start();
    assertWell(last);
    assertTrue("it was written", json(last).get("knownId").getAsLong() > KILLS);
  }

  @Test
  public void aMissingHeadIsSaidOnceAndAnUnwritableOneStopsNothing() throws IOException {
    assertEquals(0, used(home.start()).sigterm());
    Files.delete(head());
    Path inTheWay = Files.createDirectories(home.state().resolve("head.tmp/in-the-way"));

    SoloProcess second = home.start();
    assertEquals("HEAD_MISSING", json(second).get("status").getAsString());
    Await.until("the loss is said", () -> second.printed().contains("HEAD_MISSING"));
    Await.until("the trouble is told", () -> findings(second).contains("Head WARN"));
    second.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    Trees.delete(inTheWay.getParent());
    assertEquals("it is written once more at the stop", 0, second.sigterm());
    assertWell(home.start());
  }

  private SoloProcess used(SoloProcess process) {
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    return process;
  }

  private Path head() {
    return home.state().resolve("head");
  }

  private long knownId() throws IOException {
    String line =
        Files.readAllLines(head()).stream().filter(l -> l.startsWith("id ")).findFirst().get();
    return Long.parseLong(line.substring(3));
  }

  private static void assertTold(SoloProcess process, String kind, String... details) {
    JsonObject head = process.exec("solo:head --json").expect(1).json().getAsJsonObject();
    assertEquals(kind, head.get("status").getAsString());
    for (String detail : details) {
      String told = head.get("detail").getAsString();
      assertTrue(told, told.contains(detail));
      Await.until(kind + " is said", () -> process.printed().contains(kind));
      Await.until(detail + " is said", () -> process.printed().contains(detail));
    }
    Await.until("the way out is said", () -> process.printed().contains("solo:head --accept"));
    assertTrue(findings(process).toString(), findings(process).contains("Head CRITICAL"));
    String verified = process.exec("solo:verify --json").expect(1).out();
    assertTrue(verified, verified.contains(kind));
  }

  private static void assertWell(SoloProcess process) {
    JsonObject head = json(process);
    assertEquals(head.toString(), "OK", head.get("status").getAsString());
    assertEquals("", head.get("trouble").getAsString());
    process.does("solo:verify");
    assertEquals(List.of(), findings(process));
  }

  private static JsonObject json(SoloProcess process) {
    return process.exec("solo:head --json").json().getAsJsonObject();
  }

  private static List<String> findings(SoloProcess process) {
    JsonObject status = process.exec("solo:status --json").json().getAsJsonObject();
    return StreamSupport.stream(status.getAsJsonArray("findings").spliterator(), false)
        .map(finding -> finding.getAsJsonObject())
        .map(f -> f.get("check").getAsString() + " " + f.get("status").getAsString())
        .toList();
  }
}
