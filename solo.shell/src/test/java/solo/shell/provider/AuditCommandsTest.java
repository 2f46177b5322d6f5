package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.audit.Audit.Copy;
import solo.core.audit.Audit.Kept;
import solo.core.audit.Audit.Witness;
import solo.core.capability.Caller;
import solo.core.control.ExitStatus;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

public class AuditCommandsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private void fill() {
    FakeContainer container = console.container;
    container.event("", "", "", new Payload.SystemReady(12));
    container.event("acme", "a", "=1+1", new Payload.ServiceKilled(FakeContainer.DIGEST));
    container.event("acme", "a", "a \"quote\", a comma\r\n\u202e", new Payload.ServiceKilled("d"));
    container.event("default", "a", "", new Payload.ServiceKilled(FakeContainer.DIGEST));
  }

  private String printed(String line) throws Exception {
    console.printed.reset();
    assertEquals(null, console.session.execute(line));
    return console.printed.toString(StandardCharsets.UTF_8);
  }

  private List<Long> ids(String options) throws Exception {
    JsonArray events = JsonParser.parseString(printed("audit export " + options)).getAsJsonArray();
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.getAsJsonObject().get("id").getAsLong())
        .toList();
  }

  private int status(Finding... findings) throws Exception {
    console.audit.findings = List.of(findings);
    return ((ExitStatus) console.session.execute("audit verify")).status();
  }

  @Test
  public void shl04_verifyNamesTheFirstBadEventAndFails() throws Exception {
    String answer = console.run("audit verify");
    assertTrue(
        answer,
        answer.startsWith(
            """
            status    ERROR
            log       events 1 to 80: 80 read
            signed    up to event 80, on 2026-02-03T04:05:06.700Z, by 3 heads that fit
            findings  1
            """));
    assertTrue(answer, answer.contains("SIGNED_HEAD_LOST"));
    JsonObject json = console.json("audit verify --json").getAsJsonObject();
    assertEquals("ERROR", json.get("status").getAsString());
    JsonObject finding = json.getAsJsonArray("findings").get(0).getAsJsonObject();
    assertEquals("81", finding.get("about").getAsString());
  }

  @Test
  public void itEndsAsAVerifyDoes() throws Exception {
    assertEquals(ExitStatus.DONE, status());
    assertEquals(ExitStatus.FAILED, status(FakeAudit.LOST));
    Finding accepted = new Finding(Kind.SIGNED_HEAD_LOST, "", "", "81", "d", "f", false, 90);
    assertEquals(ExitStatus.WARNING, status(accepted));
    assertTrue(console.run("audit verify").contains("ACCEPTED"));
    Finding missing = Finding.of(Kind.SIGNED_HEADS_MISSING, "", "d", "f", false);
    assertEquals(ExitStatus.WARNING, status(accepted, missing));
    assertEquals(ExitStatus.FAILED, status(accepted, FakeAudit.LOST));
  }

  @Test
  public void shl04_itSaysWhatStandsForThatWhichRetentionKept() throws Exception {
    Instant at = Instant.parse("2026-02-01T00:00:00Z");
    console.audit.kept = Optional.of(new Kept(40, Witness.FOUND, at));
    String found = console.run("audit verify");
    assertTrue(
        found,
        found.contains(
            "base      what is kept of events 1 to 40: signed on 2026-02-01T00:00:00.000Z, on what"));
    console.audit.kept = Optional.of(new Kept(40, Witness.NONE, Instant.EPOCH));
    JsonObject base = console.json("audit verify --json").getAsJsonObject().getAsJsonObject("base");
    assertEquals("NONE", base.get("witness").getAsString());
    assertEquals(40, base.get("through").getAsInt());
    assertTrue(base.get("signedAt").isJsonNull());
  }

  @Test
  public void whatIsGoneIsAcceptedWithAReason() throws Exception {
    String answer = console.run("audit accept --reason moved");
    assertTrue(answer, answer.contains("by event 81"));
    assertEquals("moved", console.audit.accepted.get(0).reason());
    assertTrue(console.fail("audit verify --reason x").contains("for audit accept only"));
    assertTrue(console.fail("audit accept --key a").contains("for audit verify only"));
  }

  @Test
  public void aLogWhoseHeadsCoverNothingThatIsThereIsNotOk() throws Exception {
    console.audit.firstId = 31;
    for (long signed : List.of(0L, 30L)) {
      console.audit.lastSigned = signed;
      assertEquals(ExitStatus.WARNING, status());
      String answer = console.run("audit verify");
      assertTrue(answer, answer.contains("status    WARNING"));
      assertTrue(
          answer, answer.contains("events 31 to 80, and what is kept of older ones: 80 read"));
      assertTrue(answer, answer.contains("signed    nothing: no event that is there is proved"));
      assertEquals(ExitStatus.FAILED, status(FakeAudit.LOST));
    }
    console.audit.lastSigned = 31;
    assertEquals(ExitStatus.DONE, status());
  }

  @Test
  public void copiesThatAreKeptElsewhereAreNamedByFile() throws Exception {
    console.session.currentDir(folder.getRoot().toPath());
    Path heads = folder.newFile("heads").toPath();
    Path key = folder.newFile("audit.pub").toPath();
    console.run("audit verify --heads heads --key " + key);
    assertEquals(List.of(new Copy(heads, key)), console.audit.copies);
    String noHeads = console.fail("audit verify --heads nope --key " + key);
    assertTrue(
        noHeads, noHeads.contains("--heads: there is no file " + heads.resolveSibling("nope")));
    String noKey = console.fail("audit verify --heads heads --key /nope");
    assertTrue(noKey, noKey.contains("--key: there is no file /nope"));
    assertEquals("neither was asked", 1, console.audit.copies.size());
    String alone = console.fail("audit verify --heads heads");
    assertTrue(alone, alone.contains("--heads and --key belong together"));
  }

  @Test
  public void evt18_exportFiltersByTenantTypeAndTime() throws Exception {
    fill();
    assertEquals(List.of(1L, 2L, 3L, 4L), ids(""));
    assertEquals(List.of(2L, 3L), ids("--tenant acme"));
    assertEquals(List.of(2L, 3L, 4L), ids("--type service_killed"));
    assertEquals(List.of(2L, 3L), ids("--since 1 --until 3"));
    String second = "2026-02-03T04:05:07.700Z";
    assertEquals("from that time on", List.of(2L, 3L, 4L), ids("--since " + second));
    assertEquals("up to that time", List.of(1L, 2L), ids("--until " + second));
    assertEquals(List.of(2L), ids("--since " + second + " --until " + second));
    assertEquals(List.of(), ids("--since 2030-01-01T00:00:00Z"));
    assertEquals(List.of(), ids("--until 2020-01-01T00:00:00Z"));
  }

  @Test
  public void moreThanAPageIsExportedInOrder() throws Exception {
    for (int i = 0; i < 250; i++) {
      console.container.event("acme", "a", "", new Payload.ServiceKilled("d" + i));
    }
    assertEquals(Stream.iterate(1L, id -> id + 1).limit(250).toList(), ids(""));
    assertEquals(251, printed("audit export --format csv").split("\r\n").length);
  }

  @Test
  public void anExportOverARetentionFailsWhereEventsOfItAreGone() throws Exception {
    takeOutBeforeTheSecondPage(150);
    String refused = console.fail("audit export");
    assertTrue(refused, refused.contains("not whole"));
    assertTrue(refused, refused.contains("events up to 150 before those after 100"));
  }

  @Test
  public void anExportOverARetentionOfWhatWasWrittenIsWhole() throws Exception {
    takeOutBeforeTheSecondPage(100);
    assertEquals(Stream.iterate(1L, id -> id + 1).limit(250).toList(), ids(""));
    assertEquals("as it is now", 101L, (long) ids("").get(0));
  }

  private void takeOutBeforeTheSecondPage(long through) {
    FakeContainer container = console.container;
    for (int i = 0; i < 250; i++) {
      container.event("acme", "a", "", new Payload.ServiceKilled("d" + i));
    }
    container.beforeQuery =
        () -> {
          if (container.queries.size() == 2) {
            container.takeOut(through);
          }
        };
  }

  @Test
  public void evt18_whatWasTakenOutIsExportedFromItsArchives() throws Exception {
    for (int i = 0; i < 250; i++) {
      console.container.event(i % 2 == 0 ? "acme" : "other", "a", "", new Payload.SystemReady(i));
    }
    console.container.archive(150, 3L, 100L);
    assertEquals(Stream.iterate(1L, id -> id + 1).limit(250).toList(), ids(""));
    assertEquals(
        Stream.iterate(1L, id -> id + 2).limit(125).toList(),
        ids("--tenant acme --type system_ready"));
    assertEquals(List.of(98L, 99L, 100L, 101L), ids("--since 97 --until 101"));
    assertEquals(List.of(151L), ids("--since 150 --until 151"));
    String from = FakeContainer.TIME.plusSeconds(49).toString();
    String to = FakeContainer.TIME.plusSeconds(51).toString();
    assertEquals(
        "between two that were kept",
        List.of(50L, 51L, 52L),
        ids("--since " + from + " --until " + to));
  }

  @Test
  public void shl05_csvIsOneLineAnEventAndNeverAFormula() throws Exception {
    fill();
    String[] lines = printed("audit export --format csv --tenant acme").split("\r\n");
    assertEquals(3, lines.length);
    assertEquals(
        "\"id\",\"time\",\"type\",\"tenant\",\"service\",\"actor\",\"reason\",\"cause\",\"boot\",\"payload\"",
        lines[0]);
    assertTrue(lines[1], lines[1].contains(",\"'=1+1\","));
    assertTrue(lines[2], lines[2].contains("\"a \"\"quote\"\", a comma\\u000d\\u000a\\u202e\""));
    assertTrue(lines[2], lines[2].endsWith("\"{\"\"digest\"\":\"\"d\"\"}\""));
  }

  @Test
  public void aFileIsWholeAndForItsOwnerAlone() throws Exception {
    fill();
    console.session.currentDir(folder.getRoot().toPath());
    JsonObject answer = console.json("audit export --json out.json").getAsJsonObject();
    Path file = folder.getRoot().toPath().resolve("out.json");
    assertEquals(file.toString(), answer.get("file").getAsString());
    assertEquals(4, answer.get("events").getAsInt());
    assertEquals(Files.size(file), answer.get("bytes").getAsLong());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(4, JsonParser.parseString(Files.readString(file)).getAsJsonArray().size());
    assertTrue(console.fail("audit export out.json").contains("is there already"));
    assertTrue(console.fail("audit export none/out.json").contains("there is no directory"));
    try (Stream<Path> files = Files.list(folder.getRoot().toPath())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  /** The one that ends first must not hand over what the other has written so far. */
  @Test
  public void twoExportsToOneNameDoNotMeet() throws Exception {
    fill();
    Path file = folder.getRoot().toPath().resolve("out.json");
    Parts parts = console.container.parts;
    SeenLog log = new SeenLog(parts.events, parts.access, Caller.owner("alice"));
    ExportRequest all = ExportRequest.of(parts.events, "", "", "", "", "");
    Path others = Files.writeString(file.resolveSibling(".out.json.part"), "[");
    ExportFile.write(new EventExport(log, all), file);
    assertEquals("another's is left alone", "[", Files.readString(others));
    assertEquals(4, JsonParser.parseString(Files.readString(file)).getAsJsonArray().size());
  }

  @Test
  public void anExportThatFailsLeavesNoFile() throws Exception {
    fill();
    Parts parts = console.container.parts;
    SeenLog log = new SeenLog(parts.events, parts.access, Caller.owner("alice"));
    ExportRequest all = ExportRequest.of(parts.events, "", "", "", "", "");
    Path file = folder.getRoot().toPath().resolve("out.json");
    Thread.currentThread().interrupt();
    try {
      CommandException failure =
          assertThrows(
              CommandException.class, () -> ExportFile.write(new EventExport(log, all), file));
      assertTrue(failure.getMessage(), failure.getMessage().contains("not whole"));
    } finally {
      Thread.interrupted();
    }
    try (Stream<Path> files = Files.list(folder.getRoot().toPath())) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  public void aTokenNamesNoFiles() {
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    String refused = console.fail("audit export /tmp/x");
    assertTrue(refused, refused.contains("only the owner, without a token, can name files"));
    console.session.put(DeployCommands.FILES, false);
    assertTrue(console.fail("audit export /tmp/x").contains("another user than the container's"));
  }

  @Test
  public void aFileThatCannotBeWrittenIsSaidWithWhy() throws Exception {
    fill();
    String refused = console.fail("audit export /proc/x.json");
    assertTrue(refused, refused.startsWith("/proc/x.json cannot be written: "));
  }

  @Test
  public void whatMakesNoSenseIsRefused() {
    for (String line : List.of("audit", "audit prove", "audit verify x", "audit export a b")) {
      assertTrue(line, console.fail(line).contains("usage: solo:audit"));
    }
    assertTrue(console.fail("audit verify --tenant a").contains("--tenant: for audit export only"));
    assertTrue(console.fail("audit export --key a").contains("--key: for audit verify only"));
    String reversed = console.fail("audit export --since 50 --until 40");
    assertTrue(reversed, reversed.contains("--since 50 is after --until 40"));
    assertTrue(
        console
            .fail("audit export --since 2026-02-02T00:00:00Z --until 2026-02-01T00:00:00Z")
            .contains("is after --until"));
    assertTrue(console.fail("audit export --format xml").contains("json or csv"));
    assertTrue(console.fail("audit export --since noon").contains("2026-03-01T10:00:00Z"));
    assertTrue(console.fail("audit export --type x").contains("no event type"));
    assertTrue(console.fail("audit export --json").contains("--format"));
  }
}
