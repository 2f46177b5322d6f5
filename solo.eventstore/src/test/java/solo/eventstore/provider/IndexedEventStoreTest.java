package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.eventstore.Await;
import solo.eventstore.index.Forgery;

public class IndexedEventStoreTest extends JournalEventStoreFixture {
  @Test
  public void evt14_aQueryReadsItsAnswerWhateverTheSizeOfTheLog() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    long small = recordsReadByQueries();
    fill(3 * BEYOND_MEMORY);
    assertEquals(small, recordsReadByQueries());
    assertEquals(2 * 10 + 20 + 1, small);
  }

  private long recordsReadByQueries() {
    Await.until("the index has caught up", () -> store.indexer().at() == store.lastId());
    long before = store.recordsRead();
    assertEquals(10, store.query(new EventQuery("t0", "", "", 0, 10, false)).size());
    assertEquals(10, store.query(new EventQuery("", "s", "service_killed", 5, 10, false)).size());
    assertEquals(20, store.query(new EventQuery("", "", "", 100, 20, false)).size());
    assertEquals(0, store.query(new EventQuery("nobody", "", "", 0, 20, true)).size());
    assertTrue(store.event(77).isPresent());
    return store.recordsRead() - before;
  }

  @Test
  public void whatIsNewIsReadWithoutTheDisk() throws Exception {
    open();
    fill(100);
    long reads = disk.reads();
    assertEquals(3, store.query(EventQuery.after(97, 10)).size());
    assertEquals(50, store.query(EventQuery.newest(50)).size());
    assertEquals(reads, disk.reads());
  }

  @Test
  public void aReadingOfTheLogIsOfTheFilesNotOfTheMemory() throws Exception {
    open();
    fill(100);
    long reads = disk.reads();
    assertEquals(0, count(store.read(100)));
    assertEquals(reads, disk.reads());
    assertEquals(3, count(store.read(97)));
    assertTrue(disk.reads() > reads);
  }

  @Test
  public void flt09_aLostIndexIsRebuiltAndToldWhileQueriesStayRight() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Files.delete(directory().resolve("index.mv"));
    open();
    assertEquals(
        BEYOND_MEMORY / 2, store.query(new EventQuery("t0", "", "", 0, 9_999, true)).size());
    Event told = awaitEvent("inconsistency_fixed");
    assertEquals(
        new Payload.InconsistencyFixed(
            "INDEX_REBUILT", "the event index: it was missing", "made anew from the journal"),
        told.payload());
    assertEquals("system:eventstore", told.draft().actor());
  }

  @Test
  public void withoutAnIndexEveryQueryIsRightAndHealthWarns() throws Exception {
    Files.createDirectories(directory().resolve("index.mv").resolve("in the way"));
    open();
    fill(BEYOND_MEMORY);
    EventQuery oldest = new EventQuery("t1", "", "", 10, 5, false);
    assertEquals(List.of(12L, 14L, 16L, 18L, 20L), ids(oldest));
    EventQuery newest = new EventQuery("t1", "", "", 0, BEYOND_MEMORY, true);
    List<Long> all = ids(newest);
    assertEquals(BEYOND_MEMORY / 2, all.size());
    assertEquals(BEYOND_MEMORY, (long) all.get(0));
    assertEquals(2, (long) all.get(all.size() - 1));
    Result health = (Result) new EventStoreHealth(store).execute();
    assertEquals(Result.Status.WARN, health.getStatus());
    store.flush().getValue();
  }

  @Test
  public void flt09_anIndexThatLeadsToAnotherEventIsNotBelieved() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Forgery.mislead(directory().resolve("index.mv"), 3, 5);
    assertNotBelieved("it led to event 5 instead of event 3");
  }

  @Test
  public void flt09_anIndexThatLeadsNowhereIsNotBelieved() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Forgery.misplace(directory().resolve("index.mv"), 3);
    assertNotBelieved("it led to no record instead of event 3");
  }

  private void assertNotBelieved(String reason) {
    open();
    assertEquals(List.of(1L, 3L, 5L), ids(new EventQuery("t0", "", "", 0, 3, false)));
    Payload told = awaitEvent("inconsistency_fixed").payload();
    String before = ((Payload.InconsistencyFixed) told).before();
    assertTrue(before, before.contains(reason));
    assertEquals(List.of(1L, 3L, 5L), ids(new EventQuery("t0", "", "", 0, 3, false)));
  }

  @Test
  public void aClosedIndexIsSealedSoThatTheNextStartReadsNothing() throws Exception {
    open();
    fill(10);
    store.close();
    assertFalse(Files.exists(directory().resolve("index.boot")));
    open();
    assertEquals(10, store.indexer().at());
    assertEquals(10, store.lastId());
  }

  private static int count(EventCursor cursor) {
    try (cursor) {
      int count = 0;
      for (; cursor.hasNext(); count++) {
        cursor.next();
      }
      return count;
    }
  }
}
