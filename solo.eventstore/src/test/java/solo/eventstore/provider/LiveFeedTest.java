package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import solo.core.event.EventFeed;
import solo.core.event.EventStoreException;
import solo.eventstore.Await;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalRecord;

/** What a feed holds, and what it does when the journal cannot be read. */
public class LiveFeedTest extends JournalEventStoreFixture {
  private static final Duration LONG = Duration.ofSeconds(60);

  private void fillBeyondMemory() throws Exception {
    open();
    fill(2 * BEYOND_MEMORY);
    Await.until("the index has caught up", () -> store.indexer().at() == store.lastId());
    Await.until("the index lets go of the journal", () -> disk.readers() == 0);
  }

  @Test
  public void aFeedHoldsAFileOnlyWhileItReadsFromTheJournal() throws Exception {
    fillBeyondMemory();
    try (EventFeed feed = store.follow(0)) {
      assertEquals("nothing before it is asked", 0, disk.readers());
      next(feed, 1);
      assertEquals(1, disk.readers());
      for (int id = 2; id <= 2 * BEYOND_MEMORY; id++) {
        next(feed, id);
      }
      assertEquals(Optional.empty(), feed.next(Duration.ZERO));
      assertEquals("the rest came from memory", 0, disk.readers());
    }
  }

  @Test
  public void closingItFromAnotherThreadLetsGoOfTheFile() throws Exception {
    fillBeyondMemory();
    EventFeed feed = store.follow(0);
    next(feed, 1);
    Thread closer = new Thread(feed::close);
    closer.start();
    closer.join();
    assertEquals(0, disk.readers());
    assertEquals(Optional.empty(), feed.next(LONG));
    assertEquals(0, disk.readers());
  }

  @Test
  public void closingItWaitsForAReadUnderWay() throws Exception {
    fillBeyondMemory();
    EventFeed feed = store.follow(0);
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch reads = new CountDownLatch(1);
    disk.holdReads(gate, reads);
    Thread reader = new Thread(() -> read(feed));
    reader.start();
    assertTrue("it reads", reads.await(LONG.toSeconds(), TimeUnit.SECONDS));
    Thread closer = new Thread(feed::close);
    closer.start();
    Await.until("the close waits", () -> closer.getState() == Thread.State.BLOCKED);
    gate.countDown();
    closer.join();
    reader.join();
    assertEquals(0, disk.readers());
  }

  private static void read(EventFeed feed) {
    try {
      feed.next(LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void whatCannotBeReadIsToldAndReadLater() throws Exception {
    fillBeyondMemory();
    try (EventFeed feed = store.follow(7)) {
      next(feed, 8);
      disk.corruptReads(true);
      long id = 8;
      EventStoreException told = null;
      while (told == null) {
        try {
          next(feed, ++id);
        } catch (EventStoreException e) {
          told = e;
        }
      }
      assertEquals(EventStoreException.Cause.DAMAGED, told.why());
      assertEquals(0, disk.readers());
      assertThrows(EventStoreException.class, () -> feed.next(LONG));
      disk.corruptReads(false);
      next(feed, id);
      next(feed, id + 1);
    }
  }

  @Test
  public void idsWhoseLossWasAcceptedAreNotWaitedFor() throws Exception {
    open();
    RecentEvents recent = new RecentEvents(10, 1_000);
    recent.beginAfter(15);
    EventQueries nothingAfterTen = store.queries();
    try (EventFeed feed = new LiveFeed(10, recent, nothingAfterTen)) {
      long before = System.nanoTime();
      assertEquals(Optional.empty(), feed.next(Duration.ofMillis(30)));
      assertTrue(System.nanoTime() - before >= 30_000_000);
      recent.add(record(16));
      assertEquals(16, feed.next(LONG).orElseThrow().id());
    }
  }

  private static void next(EventFeed feed, long id) throws InterruptedException {
    assertEquals(id, feed.next(LONG).orElseThrow().id());
  }

  private JournalRecord record(long id) {
    byte[] body = EventCodec.encode(new UUID(1, 1), killed(1));
    return new JournalRecord(id, 0, new byte[32], 1, 4096, body);
  }

  @Test
  public void theLastEventIsTheLastThatIsSeen() throws Exception {
    open();
    EventFeed feed = store.follow(0);
    fill(1);
    store.append(JournalEventStoreTest.complete("")).getValue();
    store.close();
    next(feed, 1);
    assertEquals(
        List.of("system_shutdown_complete"), feed.next(LONG).stream().map(e -> e.type()).toList());
    assertTrue(feed.closed());
  }
}
