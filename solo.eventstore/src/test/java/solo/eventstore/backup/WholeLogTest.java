package solo.eventstore.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.Fold;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.fsck.DataCheck;
import solo.eventstore.fsck.Fsck;
import solo.eventstore.journal.Removal;
import solo.eventstore.journal.Removal.Prepared;
import solo.eventstore.provider.JournalHistory;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;

/** Backups of logs of which something is gone: by retention, or by an accepted loss. */
public class WholeLogTest extends BackupFixture {
  private static final ServiceKey KEY = new ServiceKey("acme", "s");

  @Test
  public void evt17_whatRetentionKeptIsInIt() throws Exception {
    append(3_500);
    Removal removal = Stores.journal(store).removal();
    long through = removal.full().get(0).lastId();
    takeOut(removal, through, 1, 5, through - 1);
    List<Event> before = events(store);
    assertEquals(3_501 - through + 3, before.size());

    backup();
    assertEquals(said(), 0, restore(file()));
    assertEquals(before, events(restored()).subList(0, before.size()));

    Files.move(restored(), restored().resolveSibling("all"));
    assertEquals(said(), 0, restore(file(), String.valueOf(through + 1)));
    assertEquals("kept 3, one more, and what the restore tells", 6, events(restored()).size());
  }

  @Test
  public void evt17_whatRetentionTookOutIsNotInItThoughItIsRead() throws Exception {
    append(3_500);
    Removal removal = Stores.journal(store).removal();
    Path gone = removal.full().get(0).file();
    try (EventCursor reading = store.read(0)) {
      assertTrue(reading.hasNext());
      takeOut(removal, removal.full().get(0).lastId(), 1, 5);
      assertTrue("read", Files.exists(gone));
      backup();
    }
    try (ZipFile zip = new ZipFile(file().toFile())) {
      assertEquals(null, zip.getEntry("events/" + gone.getFileName()));
      assertEquals(1, zip.stream().filter(entry -> entry.getName().endsWith(".base")).count());
    }
    assertEquals(said(), 0, restore(file()));
  }

  @Test
  public void evt17_whatRetentionTookOutIsNoPointToGoBackTo() throws Exception {
    append(3_500);
    Removal removal = Stores.journal(store).removal();
    long through = removal.full().get(0).lastId();
    takeOut(removal, through, 1, 5);
    backup();
    for (long id : List.of(1L, 5L, 6L, through)) {
      assertEquals(64, restore(file(), String.valueOf(id)));
      assertTrue(said(), said().contains("it has %d to 3501".formatted(through + 1)));
      assertFalse(Files.exists(restored()));
      Files.move(restored().resolveSibling("staging"), restored().resolveSibling("staging" + id));
    }
  }

  @Test
  public void aServiceThatOnlyACheckpointKnowsAfterALossIsInIt() throws Exception {
    append(10);
    String digest = digest("a bundle");
    ServiceSpec spec =
        new ServiceSpec(
            ServiceSpec.BUNDLE, digest, 8, "s", "1", "shell:s", 5, 60_000, 5_000, 5_000);
    Event deployed =
        store
            .append(
                EventDraft.ofService(
                    KEY, OWNER, "here it is", 0, new Payload.ServiceDeployed(spec, false, 1)))
            .getValue();
    append(10);
    checkpoint();
    append(10);
    store.close();
    flip("here it is");
    assertEquals(0, fsck(Map.of("accept-loss", String.valueOf(deployed.id()))));
    store = Stores.open(data().resolve("events"), Clock.systemUTC());
    append(1);

    backup();
    int status = restore(file());
    assertTrue(said(), status == 0 || status == 2);
    SystemState state = DataCheck.of(restored(), data().resolve("none"), told -> {}).state();
    assertEquals(Standing.DEPLOYED, state.services().get(KEY).standing());

    Files.move(restored(), restored().resolveSibling("all"));
    assertEquals(64, restore(file(), String.valueOf(deployed.id())));
    assertTrue(said(), said().contains("was lost"));
  }

  /** As retention does it: the event names the base before there is one. */
  private void takeOut(Removal removal, long through, long... kept) throws Exception {
    Prepared prepared = removal.prepare(through, kept);
    Payload applied =
        new Payload.RetentionApplied(
            through,
            HexFormat.of().formatHex(prepared.link()),
            prepared.sha256(),
            prepared.kept(),
            "delete",
            1,
            0);
    store.append(EventDraft.ofSystem(OWNER, "room", 0, applied)).getValue();
    removal.commit(prepared);
    removal.removeFiles();
  }

  private void checkpoint() throws IOException {
    Fold fold = new Fold(SystemState.EMPTY);
    events(store).forEach(fold::apply);
    new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log)).write(fold.state());
  }

  private void flip(String text) throws IOException {
    Path segment = data().resolve("events").resolve("%020d.log".formatted(1));
    String bytes = Files.readString(segment, StandardCharsets.ISO_8859_1);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(bytes.indexOf(text));
      file.write('H');
    }
  }

  private int fsck(Map<String, String> more) {
    Map<String, String> words = new java.util.HashMap<>(more);
    words.put("data", data().toString());
    words.put("state", data().resolveSibling("state").toString());
    words.put("user", "test");
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Fsck.run(words, out, out, told -> {});
  }
}
