package solo.eventstore;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.After;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;

/** What every {@link EventFeed} of a store does. */
public abstract class EventFeedContract extends OpenedStore {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int WRITERS = 8;
  private static final int FOLLOWERS = 4;

  /** More than any provider holds in memory. */
  private static final int BEYOND_MEMORY = 5_000;

  private static final int MANY = 2 * BEYOND_MEMORY;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @After
  public void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertTrue("every thread ends", threads.awaitTermination(60, TimeUnit.SECONDS));
  }

  @Test(timeout = 120_000)
  public void evt16_eightWritersAndFourFollowersEachSeesEveryIdOnceInOrder() throws Exception {
    Random random = new Random(16);
    List<Future<List<Long>>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(threads.submit(this::writeAQuarter));
    }
    List<Future<List<Long>>> followers = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    long total = WRITERS * (MANY / 4L);
    for (int i = 0; i < FOLLOWERS; i++) {
      long begun = i * total / (FOLLOWERS + 1);
      Await.until("event " + begun, () -> store.lastId() >= begun);
      long after = i == 0 ? 0 : random.nextLong(store.lastId() + 1);
      boolean slow = i % 2 == 1;
      from.add(after);
      followers.add(threads.submit(() -> follow(after, total, slow)));
    }
    for (Future<List<Long>> writer : writers) {
      writer.get();
    }
    assertEquals(total, store.lastId());
    for (int i = 0; i < FOLLOWERS; i++) {
      assertEquals(ids(from.get(i) + 1, total), followers.get(i).get());
    }
  }

  private List<Long> writeAQuarter() throws Exception {
    Promise<Event> last = null;
    for (int i = 0; i < MANY / 4; i++) {
      last = store.append(killed("t", "s"));
    }
    return List.of(last.getValue().id());
  }

  private List<Long> follow(long after, long upTo, boolean slow) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (EventFeed feed = store.follow(after)) {
      while (ids.isEmpty() ? after < upTo : ids.get(ids.size() - 1) < upTo) {
        long id = feed.next(LONG).orElseThrow().id();
        ids.add(id);
        if (slow && ids.size() % 500 == 0) {
          long ahead = Math.min(upTo, id + BEYOND_MEMORY);
          Await.until("the log is far ahead", () -> store.lastId() >= ahead);
        }
      }
      assertEquals(Optional.empty(), feed.next(Duration.ZERO));
    }
    return ids;
  }

  @Test(timeout = 60_000)
  public void evt16_whatIsThereComesFirstThenWhatIsNew() throws Exception {
    fill(3);
    try (EventFeed feed = store.follow(1)) {
      assertEquals(List.of(2L, 3L), take(feed, 2));
      assertEquals(Optional.empty(), feed.next(Duration.ZERO));
      assertEquals(Optional.empty(), feed.next(Duration.ofSeconds(-1)));
      assertEquals(Optional.empty(), feed.next(Duration.ofMillis(20)));
      Event appended = append(killed("t", "s"));
      assertEquals(Optional.of(appended), feed.next(Duration.ZERO));
      assertFalse(feed.closed());
    }
  }

  @Test(timeout = 60_000)
  public void evt16_anEventThatIsNotThereYetIsWaitedFor() throws Exception {
    try (EventFeed feed = store.follow(2)) {
      Future<Optional<Event>> waiting = threads.submit(() -> feed.next(LONG));
      fill(2);
      assertFalse(waiting.isDone());
      Event third = append(killed("t", "s"));
      assertEquals(Optional.of(third), waiting.get());
    }
    assertThrows(IllegalArgumentException.class, () -> store.follow(-1));
  }

  @Test(timeout = 60_000)
  public void evt16_noWakeUpIsLost() throws Exception {
    try (EventFeed feed = store.follow(0)) {
      for (int i = 1; i <= 500; i++) {
        Future<Optional<Event>> waiting = threads.submit(() -> feed.next(LONG));
        store.append(killed("t", "s"));
        assertEquals(i, waiting.get().orElseThrow().id());
      }
    }
  }

  @Test(timeout = 60_000)
  public void evt16_aWaitOfAnyLengthWaits() throws Exception {
    for (Duration wait : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(300_000))) {
      try (EventFeed feed = store.follow(store.lastId())) {
        Future<Optional<Event>> waiting = threads.submit(() -> feed.next(wait));
        Event appended = append(killed("t", "s"));
        assertEquals(Optional.of(appended), waiting.get());
      }
    }
  }

  @Test(timeout = 60_000)
  public void evt16_aReaderThatLagsFarBehindMissesNothing() throws Exception {
    fill(10);
    try (EventFeed feed = store.follow(0)) {
      assertEquals(ids(1, 3), take(feed, 3));
      fill(MANY);
      assertEquals(ids(4, 1_000), take(feed, 997));
      fill(MANY);
      assertEquals(ids(1_001, 2 * MANY + 10), take(feed, 2 * MANY + 10 - 1_000));
      assertEquals(Optional.empty(), feed.next(Duration.ZERO));
    }
  }

  @Test(timeout = 60_000)
  public void evt16_aRestartedStoreIsFollowedFromItsBegin() throws Exception {
    fill(MANY);
    restart();
    try (EventFeed feed = store.follow(0)) {
      assertEquals(ids(1, MANY), take(feed, MANY));
      append(killed("t", "s"));
      assertEquals(List.of(MANY + 1L), take(feed, 1));
    }
  }

  @Test(timeout = 60_000)
  public void evt16_closingAFeedEndsTheWaitOfItsReader() throws Exception {
    EventFeed feed = store.follow(0);
    Future<Optional<Event>> waiting = threads.submit(() -> feed.next(LONG));
    feed.close();
    assertEquals(Optional.empty(), waiting.get());
    assertTrue(feed.closed());
    append(killed("t", "s"));
    assertEquals("also where an event is there", Optional.empty(), feed.next(LONG));
    feed.close();
  }

  @Test(timeout = 60_000)
  public void evt16_closingAFeedWhileItReadsIsFine() throws Exception {
    fill(MANY);
    for (int i = 0; i < 50; i++) {
      EventFeed feed = store.follow(0);
      Future<Long> reading = threads.submit(() -> readToTheEnd(feed, 0));
      feed.close();
      assertTrue(reading.get() <= MANY);
    }
  }

  private static long readToTheEnd(EventFeed feed, long after) throws InterruptedException {
    long id = after;
    while (!feed.closed()) {
      Optional<Event> next = feed.next(LONG);
      if (next.isPresent()) {
        assertEquals(++id, next.get().id());
      }
    }
    return id;
  }

  @Test(timeout = 60_000)
  public void evt16_anInterruptEndsTheWaitAndTheFeedGoesOn() throws Exception {
    try (EventFeed feed = store.follow(0)) {
      Callable<Optional<Event>> interrupted =
          () -> {
            assertThrows(InterruptedException.class, () -> feed.next(LONG));
            return feed.next(LONG);
          };
      Thread[] reader = new Thread[1];
      Future<Optional<Event>> waiting =
          threads.submit(
              () -> {
                synchronized (reader) {
                  reader[0] = Thread.currentThread();
                }
                return interrupted.call();
              });
      Await.until("it waits", () -> isWaiting(reader));
      reader[0].interrupt();
      Event first = append(killed("t", "s"));
      assertEquals(Optional.of(first), waiting.get());

      fill(1);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> feed.next(LONG));
      assertEquals(2, feed.next(LONG).orElseThrow().id());
    }
  }

  private static boolean isWaiting(Thread[] reader) {
    synchronized (reader) {
      return reader[0] != null && reader[0].getState() == Thread.State.TIMED_WAITING;
    }
  }

  @Test(timeout = 60_000)
  public void evt16_closingTheStoreEndsEveryFeedAfterTheLastEvent() throws Exception {
    List<Future<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      EventFeed feed = store.follow(0);
      readers.add(threads.submit(() -> readToTheEnd(feed, 0)));
    }
    fill(100);
    close(store);
    for (Future<Long> reader : readers) {
      assertEquals(100, (long) reader.get());
    }
    EventFeed late = store.follow(100);
    assertTrue(late.closed());
    assertEquals(Optional.empty(), late.next(LONG));
    EventFeed fromTheBegin = store.follow(0);
    assertEquals(100, readToTheEnd(fromTheBegin, 0));
  }

  @Test(timeout = 60_000)
  public void evt16_aReaderFarBehindEndsWithItsStoreToo() throws Exception {
    fill(MANY);
    EventFeed feed = store.follow(0);
    EventFeed idle = store.follow(5);
    assertEquals(1, feed.next(LONG).orElseThrow().id());
    close(store);
    readToTheEnd(feed, 1);
    assertEquals("the store is gone", Optional.empty(), feed.next(LONG));
    assertEquals(Optional.empty(), idle.next(LONG));
    assertTrue(idle.closed());
  }

  @Test(timeout = 60_000)
  public void evt16_hundredFeedsAtOnce() throws Exception {
    List<Future<List<Long>>> readers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      readers.add(threads.submit(() -> follow(0, 300, false)));
    }
    fill(300);
    for (Future<List<Long>> reader : readers) {
      assertEquals(ids(1, 300), reader.get());
    }
  }

  private void fill(int count) throws Exception {
    EventDraft draft = killed("t", "s");
    Promise<Event> last = null;
    for (int i = 0; i < count; i++) {
      last = store.append(draft);
    }
    last.getValue();
  }

  private static List<Long> take(EventFeed feed, int count) throws InterruptedException {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(feed.next(LONG).orElseThrow().id());
    }
    return ids;
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
