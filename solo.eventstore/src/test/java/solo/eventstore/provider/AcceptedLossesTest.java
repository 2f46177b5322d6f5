package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.Fold;
import solo.core.recovery.SystemState;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.journal.Gap;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;

/** A store whose journal lost something, which was accepted. */
public class AcceptedLossesTest extends JournalEventStoreFixture {
  private static final Gap.Acceptance ACCEPTANCE =
      new Gap.Acceptance(Instant.ofEpochMilli(9), "owner:ada", "no backup", "a flipped bit");

  private final List<JournalRecord> records = new ArrayList<>();

  @Test
  public void evt11_anAcceptedLossIsTheFirstEventAfterItAndToldOnce() throws Exception {
    damaged(30, 20);
    EventStoreException refused = assertThrows(EventStoreException.class, this::open);
    assertEquals(EventStoreException.Cause.DAMAGED, refused.why());
    assertTrue(exits.get(0), exits.get(0).contains("./solo fsck --accept-loss <id>"));
    accept();
    for (int i = 0; i < 3; i++) {
      open();
      List<Event> told = told();
      assertEquals(1, told.size());
      assertEquals(31, told.get(0).id());
      assertEquals("owner:ada", told.get(0).draft().actor());
      assertEquals("no backup", told.get(0).draft().reason());
      Payload.DataLossAccepted loss = (Payload.DataLossAccepted) told.get(0).payload();
      assertEquals(20, loss.firstLostId());
      assertTrue(loss.detail(), loss.detail().startsWith("event 20 is lost, from 0"));
      assertTrue(loss.detail(), loss.detail().contains("a flipped bit"));
      store.close();
    }
  }

  @Test
  public void evt11_aLossThatCannotBeToldEndsTheProcessAndIsToldLater() throws Exception {
    damaged(30, 30);
    accept();
    disk.full(true);
    assertThrows(EventStoreException.class, this::open);
    assertTrue(exits.get(0), exits.get(0).startsWith("74 "));
    disk.full(false);
    open();
    assertEquals(31, told().get(0).id());
  }

  @Test
  public void rec14_everyEventThatIsWholeIsSeenAndNoOther() throws Exception {
    damaged(30, 12, 13, 20);
    accept();
    accept();
    open();
    List<Long> expected =
        LongStream.rangeClosed(1, 32)
            .filter(id -> id != 12 && id != 13 && id != 20)
            .boxed()
            .toList();
    // what comes after the two is of the index, which led to what is lost
    assertEquals(expected, ids(EventQuery.after(0, expected.size())));
    assertEquals(expected, read(0).subList(0, expected.size()));
    assertEquals(2, told().size());
    assertFalse(store.event(12).isPresent());
    assertTrue(store.event(14).isPresent());
    assertEquals(
        expected.stream().filter(id -> id > 15 && id < 31 && id % 2 == 1).toList(),
        ids(new EventQuery("t0", "", "", 15, 100, false)));
    long last = store.lastId();
    fill(3);
    assertTrue(ids(EventQuery.after(last, 100)).size() >= 3);
    // an index from before the loss leads to what is lost, once
    assertEquals("INDEX_REBUILT", fixed(awaitEvent("inconsistency_fixed")).kind());
  }

  @Test
  public void flt09_theIndexIsMadeAnewOverAGap() throws Exception {
    damaged(BEYOND_MEMORY, 100, 4_999);
    accept();
    accept();
    java.nio.file.Files.delete(directory().resolve("index.mv"));
    open();
    solo.eventstore.Await.until("caught up", () -> store.indexer().at() == store.lastId());
    long before = store.recordsRead();
    assertEquals(List.of(99L, 101L), ids(EventQuery.after(98, 2)));
    assertEquals("read by the index", 2, store.recordsRead() - before);
  }

  @Test
  public void rec14_aCheckpointBeforeOrAfterAGapIsUsedAndOneInsideIsNot() throws Exception {
    open();
    fill(30);
    List<Long> usable = new ArrayList<>();
    for (long at : new long[] {15, 20, 25}) {
      CheckpointFiles files = new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log));
      files.write(new SystemState(at, true, true, SystemState.EMPTY.services()));
      files.list().stream().map(listed -> listed.id()).forEach(usable::add);
      keepAll(at);
    }
    damage(20);
    accept();
    open();
    CheckpointFiles files = new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log));
    for (var listed : files.list()) {
      assertEquals(listed.toString(), listed.id() != 20, listed.checkpoint().isPresent());
    }
    assertEquals(25, files.latest().orElseThrow().state().id());
    Fold fold = new Fold(SystemState.EMPTY);
    for (long id : read(0)) {
      if (id > fold.id() + 1) {
        fold.skipTo(id);
      }
      fold.apply(store.event(id).orElseThrow());
    }
    assertEquals(31, fold.id());
  }

  /** Two are kept by the store; here all are. */
  private void keepAll(long at) throws IOException {
    String name = String.format("%020d.checkpoint", at);
    Path kept = folder.getRoot().toPath().resolve(name);
    java.nio.file.Files.copy(directory().resolve(name), kept);
    for (String other : folder.getRoot().list((dir, file) -> file.endsWith(".checkpoint"))) {
      java.nio.file.Files.copy(
          folder.getRoot().toPath().resolve(other),
          directory().resolve(other),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void damaged(int count, long... ids) throws Exception {
    open(JournalOptions.defaults().withSegmentBytes(2 << 20));
    fill(count);
    damage(ids);
  }

  /** Flips a byte in the body of each record. */
  private void damage(long... ids) throws Exception {
    store.close();
    new JournalCheck(directory(), disk, 0).run(() -> records::add);
    for (long id : ids) {
      JournalRecord record = records.get((int) id - 1);
      Path segment = directory().resolve("00000000000000000001.log");
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(record.offset() + 120);
        int old = file.read();
        file.seek(record.offset() + 120);
        file.write(old ^ 1);
      }
    }
  }

  private void accept() throws IOException {
    JournalCheck check = new JournalCheck(directory(), disk, 0);
    check.accept(check.run(() -> record -> {}).damages().get(0).gap(), ACCEPTANCE);
  }

  private static Payload.InconsistencyFixed fixed(Event event) {
    return (Payload.InconsistencyFixed) event.payload();
  }

  private List<Event> told() {
    return store.query(new EventQuery("", "", "data_loss_accepted", 0, 100, false));
  }

  private List<Long> read(long after) {
    List<Long> ids = new ArrayList<>();
    try (EventCursor cursor = store.read(after)) {
      cursor.forEachRemaining(event -> ids.add(event.id()));
    }
    return ids;
  }
}
