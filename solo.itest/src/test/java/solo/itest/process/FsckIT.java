package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** {@code ./solo fsck} on the data directory of the real process. */
public class FsckIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void evt11_aWholeDirectoryIsOkAndNothingIsChanged() throws IOException {
    SoloProcess first = fill(home.start());
    Result running = home.client("fsck").expect(75);
    assertTrue(running.err(), running.err().contains("process " + first.pid()));
    assertEquals(0, first.sigterm());
    Map<String, String> before = contents();
    Result checked = home.client("fsck").expect(0);
    assertTrue(checked.out(), checked.out().contains("status       OK"));
    JsonObject json = home.client("fsck", "--json").expect(0).json().getAsJsonObject();
    assertEquals("OK", json.get("status").getAsString());
    assertEquals(0, json.get("found").getAsInt());
    assertEquals(before, contents());
    home.client("fsck", "--accept-loss", "3").expect(1);
    home.client("fsck", "--accept-loss", "x").expect(64);
    home.client("fsck", "--reason", "x").expect(64);
    assertEquals(before, contents());
  }

  @Test
  public void evt11_afterAKillNothingIsCutOrMended() throws IOException {
    fill(home.start()).kill9();
    Map<String, String> before = contents();
    home.client("fsck").expect(0);
    assertEquals(before, contents());
  }

  @Test
  public void evt11_rec14_damageIsToldAcceptedAndTheLogGoesOn() throws IOException {
    SoloProcess first = fill(home.start());
    long lost = first.events("service_killed").get(0).get("id").getAsLong();
    first.kill9();
    Path segment = segment();
    int at = find(segment, "\"service_killed\"");
    flip(segment, at);

    SoloProcess refused = home.launch();
    assertEquals(65, refused.exitCode());
    String said = refused.printed();
    assertTrue(said, said.contains(segment + ", offset "));
    assertTrue(said, said.contains("./solo fsck --accept-loss <id>"));

    Result told = home.client("fsck").expect(65);
    assertTrue(told.out(), told.out().contains("./solo fsck --accept-loss " + lost + "\n"));
    assertTrue(told.out(), told.out().contains(segment + ", offset "));
    Map<String, String> before = contents();
    String evidence = Bundles.digest(segment);
    Result wrong = home.client("fsck", "--accept-loss", "" + (lost + 1)).expect(1);
    assertTrue(wrong.err(), wrong.err().contains("first lost event is " + lost));
    assertEquals(before, contents());

    Result done =
        home.client("fsck", "--accept-loss", "" + lost, "--reason", "no backup").expect(0);
    assertTrue(done.out(), done.out().contains("accepted: event " + lost + " is lost"));
    assertEquals("the evidence", evidence, Bundles.digest(segment));

    goesOn(lost);
    JsonObject json = home.client("fsck", "--json").expect(2).json().getAsJsonObject();
    assertEquals("WARNING", json.get("status").getAsString());
    JsonObject gap = kind(json, "LOG_GAP");
    assertTrue(gap.toString(), gap.get("acceptedBy").getAsLong() > lost);
  }

  private void goesOn(long lost) {
    SoloProcess next = home.start();
    JsonObject loss = next.events("data_loss_accepted").get(0);
    assertEquals(lost, loss.get("firstLostId").getAsLong());
    assertTrue(loss.toString(), loss.get("actor").getAsString().startsWith("owner:"));
    assertEquals("no backup", loss.get("reason").getAsString());
    // the kill is lost, so that what it killed is back, and what came after it counts
    assertEquals("ACTIVE", next.states().get("default/a"));
    assertEquals("ACTIVE", next.states().get("default/b"));
    assertEquals("ACTIVE", next.states().get("default/c"));
    JsonObject verified = next.exec("solo:verify --deep --json").json().getAsJsonObject();
    assertEquals(verified.toString(), "WARNING", verified.get("status").getAsString());
    assertEquals(
        loss.get("id").getAsLong(), kind(verified, "LOG_GAP").get("acceptedBy").getAsLong());
    next.deploy("default/d", Bundles.recorder(home.scratch(), "d", "1.0.0"));
    next.kill9();
    SoloProcess again = home.start();
    assertEquals("ACTIVE", again.states().get("default/d"));
    assertEquals(1, again.events("data_loss_accepted").size());
    assertEquals(0, again.sigterm());
  }

  @Test
  public void evt10_damageAtTheEndGivesItsIdsUp() throws IOException {
    SoloProcess first = home.start();
    assertEquals(0, first.sigterm());
    Path segment = segment();
    flip(segment, find(segment, "\"system_shutdown_complete\""));
    assertEquals(65, home.launch().exitCode());
    JsonObject told = home.client("fsck", "--json").expect(65).json().getAsJsonObject();
    long lost = told.get("acceptable").getAsLong();
    home.client("fsck", "--accept-loss", "" + lost).expect(0);
    SoloProcess next = home.start();
    assertEquals(lost + 1, next.events("data_loss_accepted").get(0).get("id").getAsLong());
  }

  @Test
  public void flt08_aSegmentThatWasRenamedIsToBePutRight() throws IOException {
    assertEquals(0, home.start().sigterm());
    Path segment = segment();
    Path elsewhere = segment.resolveSibling("00000000000000000777.log");
    Files.move(segment, elsewhere);
    SoloProcess refused = home.launch();
    assertEquals(65, refused.exitCode());
    assertTrue(refused.printed(), refused.printed().contains("give it that name back"));
    home.client("fsck", "--accept-loss", "1").expect(1);
    Files.move(elsewhere, segment);
    home.client("fsck").expect(0);
  }

  @Test
  public void flt09_whatIsDerivedAndBrokenIsAWarningAndAnArtifactAnError() throws IOException {
    SoloProcess first = fill(home.start());
    String digest = first.services().get("default/a").get("digest").getAsString();
    assertEquals(0, first.sigterm());
    Path events = home.data().resolve("events");
    byte[] index = Files.readAllBytes(events.resolve("index.mv"));
    Files.writeString(events.resolve("index.mv"), "garbage");
    assertFound(2, "INDEX_BEHIND");
    Files.write(events.resolve("index.mv"), index);

    Path checkpoint = only(events, ".checkpoint");
    byte[] whole = Files.readAllBytes(checkpoint);
    flip(checkpoint, 90);
    assertFound(2, "CHECKPOINT_MISMATCH");
    Files.write(checkpoint, whole);

    Path artifact = home.data().resolve("artifacts").resolve(digest);
    assertTrue(artifact.toFile().setWritable(true));
    byte[] jar = Files.readAllBytes(artifact);
    flip(artifact, 50);
    assertFound(1, "ARTIFACT_CORRUPT");
    Files.delete(artifact);
    assertFound(1, "ARTIFACT_MISSING");
    Files.write(artifact, jar);
    home.client("fsck").expect(0);
  }

  @Test
  public void aDirectoryThatIsNotThereIsNotMade() {
    Result result = home.client("fsck").expect(78);
    assertTrue(result.err(), result.err().contains("there is no data directory"));
    assertTrue(Files.notExists(home.data()));
  }

  private void assertFound(int exit, String kind) {
    Map<String, String> before = contents();
    JsonObject json = home.client("fsck", "--json").expect(exit).json().getAsJsonObject();
    assertEquals(json.toString(), 1, json.get("found").getAsInt());
    kind(json, kind);
    assertEquals(before, contents());
  }

  private static JsonObject kind(JsonObject report, String kind) {
    return StreamSupport.stream(report.getAsJsonArray("findings").spliterator(), false)
        .map(finding -> finding.getAsJsonObject())
        .filter(finding -> finding.get("kind").getAsString().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + report));
  }

  private SoloProcess fill(SoloProcess process) {
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    process.kill("default/b");
    process.deploy("default/c", Bundles.recorder(home.scratch(), "c", "1.0.0"));
    return process;
  }

  private Path segment() throws IOException {
    return only(home.data().resolve("events"), ".log");
  }

  private static Path only(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
      assertEquals(found.toString(), 1, found.size());
      return found.get(0);
    }
  }

  private static int find(Path file, String text) throws IOException {
    int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
    assertTrue(text + " in " + file, at > 0);
    return at;
  }

  private static void flip(Path file, long position) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(position);
      int old = bytes.read();
      bytes.seek(position);
      bytes.write(old ^ 1);
    }
  }

  /** Every file and directory with its bytes and times. */
  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home.data())) {
      for (Path file : files.toList()) {
        String bytes = Files.isRegularFile(file) ? Bundles.digest(file) : "";
        contents.put(
            home.data().relativize(file).toString(), bytes + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }
}
