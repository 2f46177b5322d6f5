package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;
import solo.core.event.EventQuery;
import solo.eventstore.Await;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.Removal;

/** A query that began before segments are taken out and ends after it. */
public class QueryOverRemovalTest extends JournalEventStoreFixture {
  private static final long KEPT_FIRST = 3;
  private static final int INDEX_TURNS = 20;

  private long keptSecond;
  private Removal.Prepared second;

  @Before
  public void keepOneEventAndPrepareToKeepAnother() throws Exception {
    open(JournalOptions.defaults().withSegmentBytes(16 << 10));
    fill(7000);
    store.flush().getValue();
    // An index that is behind reads the journal too, and would wait at the gate.
    Await.until("the index has caught up", () -> store.indexer().at() == store.lastId());
    Await.until("the index lets go of the journal", () -> disk.readers() == 0);
    Removal removal = store.source().journal().removal();
    long first = end(removal, 500);
    removal.commit(removal.prepare(first, new long[] {KEPT_FIRST}));
    store.tookOut();
    removal.removeFiles();
    keptSecond = first + 20;
    second = removal.prepare(end(removal, 1200), new long[] {KEPT_FIRST, keptSecond});
  }

  @Test
  public void itFindsWhatIsKeptOldestFirst() throws Exception {
    assertAnswersAsAfterIt(new EventQuery("", "", "", 0, 2000, false));
  }

  @Test
  public void itFindsWhatIsKeptNewestFirst() throws Exception {
    assertAnswersAsAfterIt(new EventQuery("", "", "service_killed", 0, 10_000, true));
  }

  private void assertAnswersAsAfterIt(EventQuery query) throws Exception {
    assertTrue("there before", ids(query).contains(keptSecond));
    List<Long> found = acrossRemoval(query);
    assertTrue(keptSecond + " in " + found.size(), found.contains(keptSecond));
    assertEquals(ids(query).size(), found.size());
    assertTrue("as after it", ids(query).equals(found));
  }

  /** What a query finds that reads its first record before the removal and the next after it. */
  private List<Long> acrossRemoval(EventQuery query) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    disk.holdReads(gate, waits);
    CompletableFuture<List<Long>> answer = CompletableFuture.supplyAsync(() -> ids(query));
    waits.await();
    store.source().journal().removal().commit(second);
    store.tookOut();
    for (int i = 0; i < INDEX_TURNS; i++) {
      store.flush().getValue();
    }
    gate.countDown();
    return answer.get(60, TimeUnit.SECONDS);
  }

  private static long end(Removal removal, long id) {
    return removal.full().stream()
        .filter(one -> one.lastId() >= id)
        .findFirst()
        .orElseThrow()
        .lastId();
  }
}
