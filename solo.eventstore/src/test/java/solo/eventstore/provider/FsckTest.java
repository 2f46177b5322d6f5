package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.SystemState;
import solo.eventstore.audit.SignedState;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.fsck.Fsck;
import solo.eventstore.journal.Journal;

/** The check of a directory that no store has open. */
public class FsckTest extends JournalEventStoreFixture {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Map<Path, String> before;

  @Before
  public void events() throws Exception {
    open();
    for (int i = 0; i < 20; i++) {
      store.append(killed(i)).getValue();
    }
    Files.writeString(state().resolve("head"), head());
    SignedState.sign(state(), new JournalHistory(store));
  }

  /** One that knows the first event. */
  private String head() {
    JournalHistory history = new JournalHistory(store);
    String lines =
        "solo-head 1\ninstance %s\nid 1\nlink %s\nwritten 2026-03-01T10:00:00Z\n"
            .formatted(history.instance(), HexFormat.of().formatHex(history.linkAt(1)));
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.US_ASCII));
    return lines + "crc32c %08x\n".formatted(crc.getValue());
  }

  @After
  public void nothingButAnAcceptanceChangesAnything() {
    if (before != null) {
      assertEquals(before, contents());
    }
  }

  @Test
  public void aLogThatIsWholeIsOkAndNothingIsChanged() {
    store.close();
    assertFsck(0, "status       OK", "20 events, the last is 20", "at event 20");
    assertFsck(0, "signed       1, 1 of them of this log as it is, the last of event 20 of ");
  }

  @Test
  public void otherStoresReadTheLogFromItsFirstEvent() {
    store.close();
    assertFsck(0, "probe        read 210, again 210");
  }

  @Test
  public void whatADamagedLogLacksIsToldOnceAndNotAsALostSecretToo() throws Exception {
    store.close();
    Files.writeString(directory().resolveSibling("probe"), "12");
    assertFsck(0, "probe        read 210, again 210");
    flipInRecord(12);
    assertFsck(65, "LOG_GAP 12-12", "again 198; not compared with the log, which is damaged");
    assertFalse(text(), text().contains("SECRET_ORPHAN"));
    accept(0, 12);
    assertFsck(1, "SECRET_ORPHAN probe", "again 198\n");
  }

  @Test
  public void aTornTailIsToldAndNotCut() throws IOException {
    store.close();
    harm(contentEnd() + 8);
    assertFsck(0, "the next start cuts an unfinished write of");
  }

  @Test
  public void flt09_anIndexThatIsGarbageOrLeadsAstrayIsAWarning() throws Exception {
    store.close();
    Path index = directory().resolve("index.mv");
    byte[] whole = Files.readAllBytes(index);
    Files.writeString(index, "garbage");
    assertFsck(2, "INDEX_BEHIND", "cannot be read");
    Files.write(index, whole);
    open();
    fill(1);
    store.close();
    byte[] longer = Files.readAllBytes(index);
    Files.write(index, whole);
    assertFsck(0, "at event 20");
    Files.delete(directory().resolve("00000000000000000001.log"));
    try (Journal other = Journal.open(directory(), OPTIONS, Disk.real(), record -> {})) {
      other.flush().getValue();
    }
    Files.write(index, longer);
    assertFsck(1, "HEAD_AHEAD", "INDEX_BEHIND", "it is of journal");
  }

  @Test
  public void aCheckpointThatIsBrokenOrNotTheFoldIsAWarning() throws Exception {
    CheckpointFiles files = new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log));
    files.write(new SystemState(10, false, true, SystemState.EMPTY.services()));
    files.write(new SystemState(15, true, true, SystemState.EMPTY.services()));
    store.close();
    assertFsck(2, "CHECKPOINT_MISMATCH 10", "2 of 2 can be used, the newest is of event 15");
    assertFalse(text(), text().contains("CHECKPOINT_MISMATCH 15"));
    Files.writeString(directory().resolve("00000000000000000015.checkpoint"), "x");
    assertFsck(2, "CHECKPOINT_MISMATCH 15", "1 of 2 can be used, the newest is of event 10");
  }

  @Test
  public void rec14_theFirstCheckpointAfterALossCountsAndTheNextIsComparedWithIt()
      throws Exception {
    CheckpointFiles files = new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log));
    files.write(new SystemState(15, false, true, SystemState.EMPTY.services()));
    files.write(new SystemState(18, true, true, SystemState.EMPTY.services()));
    store.close();
    flipInRecord(12);
    assertFsck(65, "LOG_GAP 12-12", "CHECKPOINT_MISMATCH 18");
    assertFalse(text(), text().contains("CHECKPOINT_MISMATCH 15"));
    accept(0, 12);
    assertTrue(text(), text().contains("the checkpoint of event 18, taken later, knows"));
  }

  @Test
  public void evt11_onlyTheFirstLossIsAcceptedAndOnlyByItsId() throws Exception {
    store.close();
    flipInRecord(12);
    flipInRecord(7);
    assertFsck(65, "--accept-loss 7", "--accept-loss 12", "the container does not start");
    before = contents();
    refuse(12, "the first lost event is 7, not 12");
    refuse(8, "the first lost event is 7, not 8");
    assertEquals(before, contents());
    before = null;
    accept(65, 7);
    accept(0, 12);
    assertTrue(text(), text().contains("goes on:  with event 13"));
    before = contents();
    refuse(7, "there is no loss to accept: the log is whole");
    assertFsck(2, "ACCEPTED LOG_GAP 7-7", "by owner:ada", "(why)", "data_loss_accepted");
    assertEquals(2, Stream.of(text().split("\n")).filter(l -> l.startsWith("ACCEPTED")).count());
  }

  @Test
  public void flt08_aSegmentThatLiesElsewhereIsToBePutRight() throws Exception {
    store.close();
    Path segment = directory().resolve("00000000000000000001.log");
    Files.move(segment, directory().resolve("00000000000000000009.log"));
    assertFsck(65, "STORE_UNREADABLE journal", "give it that name back");
    refuse(1, "there is no loss to accept, but this: ");
  }

  @Test
  public void aDirectoryOlderThanItsHeadIsAnErrorAndABrokenHeadAWarning() throws Exception {
    String known = head();
    store.close();
    Files.writeString(state().resolve("head"), "garbage");
    assertFsck(2, "HEAD_MISSING");
    Files.writeString(state().resolve("head"), known);
    Files.move(directory(), folder.getRoot().toPath().resolve("gone"));
    assertFsck(1, "SEVERE HEAD_AHEAD", "journal      none", "SEVERE SIGNED_HEAD_LOST 1");
  }

  @Test
  public void anEventThatCannotBeReadIsAWarning() throws Exception {
    store.close();
    try (Journal journal = Journal.open(directory(), OPTIONS, Disk.real(), record -> {})) {
      journal.append("no event".getBytes(StandardCharsets.UTF_8)).getValue();
    }
    assertFsck(2, "UNREADABLE_EVENT 21");
  }

  @Test
  public void anEventsTextMovesNoCursor() throws Exception {
    store
        .append(
            new EventDraft(
                "", "", "owner:x", "\u001b[2J", 0, new Payload.InconsistencyFixed("a", "b", "c")))
        .getValue();
    store.close();
    assertEquals(0, fsck(Map.of("json", "")));
    assertFalse(text().contains("\u001b"));
    assertTrue(text(), text().startsWith("{\"status\":\"OK\""));
  }

  private void assertFsck(int status, String... parts) {
    before = contents();
    assertEquals(text(), status, fsck(Map.of()));
    for (String part : parts) {
      assertTrue(text(), text().contains(part));
    }
    assertEquals(before, contents());
    before = null;
  }

  private void refuse(long id, String why) {
    assertEquals(1, fsck(Map.of("accept-loss", String.valueOf(id))));
    assertTrue(text(), text().contains(why));
  }

  private void accept(int status, long id) {
    assertEquals(text(), status, fsck(Map.of("accept-loss", String.valueOf(id), "reason", "why")));
  }

  private int fsck(Map<String, String> more) {
    printed.reset();
    Map<String, String> words = new HashMap<>(more);
    words.put("data", folder.getRoot().toString());
    words.put("state", state().toString());
    words.put("user", "ada");
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Fsck.run(words, out, out, text -> {});
  }

  private Path state() {
    try {
      return Files.createDirectories(folder.getRoot().toPath().resolve("state"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private long contentEnd() throws IOException {
    byte[] bytes = Files.readAllBytes(directory().resolve("00000000000000000001.log"));
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7) / 8 * 8;
  }

  /** Of several the last one first. */
  private void flipInRecord(int occurrence) throws IOException {
    byte[] bytes = Files.readAllBytes(directory().resolve("00000000000000000001.log"));
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i < occurrence; i++) {
      at = all.indexOf("\"cause\":0", at + 1);
    }
    harm(at);
  }

  private void harm(long at) throws IOException {
    Path segment = directory().resolve("00000000000000000001.log");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 1);
    }
  }

  private Map<Path, String> contents() {
    try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      return all.stream()
          .collect(Collectors.toMap(f -> f, FsckTest::content, (a, b) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
