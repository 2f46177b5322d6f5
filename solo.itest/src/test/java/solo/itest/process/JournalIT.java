package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The journal of the real process after damage. */
public class JournalIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void evt11_tornTailIsCutAndReported() throws IOException {
    fill(home.start()).kill9();
    Path segment = lastSegment();
    long end = endOfRecords(segment);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(end);
      byte[] torn = new byte[100];
      Arrays.fill(torn, (byte) 0x5a);
      file.write(torn);
    }
    SoloProcess second = home.start();
    assertEquals(Map.of("default/a", "ACTIVE", "default/b", "KILLED"), second.states());
    String said = second.printed() + logged();
    assertTrue(said, said.contains(segment.getFileName().toString()));
    assertTrue(said, said.contains(Long.toString(end)));
  }

  @Test
  public void evt11_flippedByteExits65WithSegmentAndOffsetAndChangesNothing() throws IOException {
    fill(home.start()).kill9();
    Path segment = lastSegment();
    Damage.flip(segment, 300);
    Map<String, String> before = digests();

    SoloProcess second = home.launch();
    assertEquals(65, second.exitCode());
    String printed = second.printed();
    assertTrue(printed, printed.contains(segment.getFileName().toString()));
    assertTrue(printed, printed.matches("(?s).*(offset|byte|at) \\d+.*"));
    assertEquals(before, digests());

    Damage.flip(segment, 300);
    SoloProcess third = home.start();
    assertEquals("ACTIVE", third.states().get("default/a"));
  }

  @Test
  public void evt10_idsGoOnWithoutAGapOverCrashes() {
    SoloProcess first = fill(home.start());
    long last = lastId(first);
    first.kill9();
    SoloProcess second = home.start();
    List<Long> ids =
        second.rows("solo:events --limit 10000").stream()
            .map(row -> row.get("id").getAsLong())
            .sorted()
            .toList();
    for (int i = 0; i < ids.size(); i++) {
      assertEquals(i + 1L, (long) ids.get(i));
    }
    assertTrue(ids.size() > last);
  }

  @Test
  public void rec13_recordThatCannotBeDecodedIsAFindingAndTheRestRuns() throws Exception {
    fill(home.start()).kill9();
    Path events = home.data().resolve("events");
    try (Journal journal =
        Journal.open(events, JournalOptions.defaults(), Disk.real(), record -> {})) {
      byte[] body = "no event of any version".getBytes(StandardCharsets.UTF_8);
      long id = journal.append(body).getValue().id();
      assertTrue(id > 0);
    }
    SoloProcess second = home.start();
    assertEquals(Map.of("default/a", "ACTIVE", "default/b", "KILLED"), second.states());
    assertEquals(1, second.events("unreadable").size());
    JsonObject finding = second.events("inconsistency_found").get(0);
    assertEquals("UNREADABLE_EVENT", finding.get("kind").getAsString());
    assertEquals(
        second.events("unreadable").get(0).get("id").getAsLong(), finding.get("cause").getAsLong());
    second.deploy("default/c", Bundles.recorder(home.scratch(), "c", "1.0.0"));
  }

  @Test
  public void flt09_deletedIndexIsRebuilt() throws IOException {
    SoloProcess first = fill(home.start());
    List<String> before = types(first);
    assertEquals(0, first.sigterm());
    Path index = home.data().resolve("events").resolve("index.mv");
    Files.writeString(index, "garbage");

    SoloProcess second = home.start();
    assertEquals(before, types(second).subList(0, before.size()));
    assertNotEquals("garbage", Files.readString(index, StandardCharsets.ISO_8859_1));
  }

  private SoloProcess fill(SoloProcess process) {
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    process.kill("default/b");
    return process;
  }

  private static long lastId(SoloProcess process) {
    return process.rows("solo:events --limit 1").get(0).get("id").getAsLong();
  }

  private static List<String> types(SoloProcess process) {
    return process.rows("solo:events --limit 10000").stream()
        .sorted(Comparator.comparingLong(row -> row.get("id").getAsLong()))
        .map(row -> row.get("type").getAsString())
        .toList();
  }

  private Path lastSegment() throws IOException {
    List<Path> segments = Damage.segments(home);
    return segments.get(segments.size() - 1);
  }

  private Map<String, String> digests() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Path segment : Damage.segments(home)) {
      digests.put(segment.getFileName().toString(), Bundles.digest(segment));
    }
    return digests;
  }

  /** Where the next record would begin: records lie at multiples of 8, zeros follow the last. */
  private static long endOfRecords(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7) / 8 * 8;
  }

  private String logged() throws IOException {
    Path log = home.data().resolve("log").resolve("solo.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
