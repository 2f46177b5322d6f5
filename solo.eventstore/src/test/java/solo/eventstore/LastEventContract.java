package solo.eventstore;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;

/** What every {@link solo.core.event.EventStore} does at the end of a process. */
public abstract class LastEventContract extends OpenedStore {
  private static final int WRITERS = 8;
  private static final int RACES = 20;

  /** Of what one writer appends in a race. */
  private static final int MOST = 100_000;

  @Test
  public void shd03_afterTheLastEventEveryAppendFailsAsClosed() throws Exception {
    append(killed("t", "s"));
    Event last = append(complete());
    assertClosed(killed("t", "s"));
    assertClosed(complete());
    store.flush().getValue();
    assertEquals(last.id(), store.lastId());
    assertEquals(List.of(last), store.query(EventQuery.newest(1)));
    restart();
    assertEquals(last.id(), store.lastId());
    assertEquals("a new process begins", last.id() + 1, append(killed("t", "s")).id());
  }

  @Test
  public void shd03_theEventsBeforeItAreAllAcknowledged() throws Exception {
    List<Promise<Event>> before = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      before.add(store.append(killed("t", "s")));
    }
    assertEquals(2_001, append(complete()).id());
    for (Promise<Event> one : before) {
      assertTrue(one.isDone());
      one.getValue();
    }
  }

  @Test
  public void shd03_whoIsToldOfTheLastEventCannotAppendEither() throws Exception {
    CompletableFuture<EventStoreException.Cause> told = new CompletableFuture<>();
    store
        .append(complete())
        .onSuccess(
            last -> {
              try {
                store.append(killed("t", "s"));
                told.complete(null);
              } catch (EventStoreException e) {
                told.complete(e.why());
              }
            });
    assertEquals(EventStoreException.Cause.CLOSED, told.get());
  }

  @Test
  public void shd03_anEventTooLargeToBeTheLastIsNot() throws Exception {
    Payload large = new Payload.SystemShutdownComplete("t", 1, 0, "x".repeat(2 << 20));
    assertThrows(EventStoreException.class, () -> store.append(draft("", "", large)));
    assertEquals(1, append(killed("t", "s")).id());
  }

  @Test
  public void shd03_nothingIsBehindTheLastEventWhoeverWritesMeanwhile() throws Exception {
    for (int race = 0; race < RACES; race++) {
      long before = store.lastId();
      CountDownLatch writing = new CountDownLatch(WRITERS);
      FutureTask<Long> stop =
          new FutureTask<>(
              () -> {
                writing.await();
                return append(complete()).id();
              });
      new Thread(stop, "the stop").start();
      List<Promise<Event>> taken = InParallel.run(WRITERS, () -> appendUntilClosed(writing));
      long last = stop.get();
      for (Promise<Event> one : taken) {
        long id = one.getValue().id();
        assertTrue(id + " is behind " + last, id < last);
      }
      assertEquals("none is lost", before + taken.size() + 1, last);
      restart();
      assertEquals(last, store.lastId());
      assertTrue(newest().payload() instanceof Payload.SystemShutdownComplete);
    }
  }

  private List<Promise<Event>> appendUntilClosed(CountDownLatch writing) {
    List<Promise<Event>> taken = new ArrayList<>();
    while (taken.size() < MOST) {
      try {
        taken.add(store.append(killed("t", "s")));
      } catch (EventStoreException e) {
        assertEquals(EventStoreException.Cause.CLOSED, e.why());
        return taken;
      }
      writing.countDown();
    }
    throw new AssertionError("took " + MOST + " events and was never closed");
  }

  private Event newest() {
    return store.query(EventQuery.newest(1)).get(0);
  }

  private void assertClosed(EventDraft draft) {
    EventStoreException refused =
        assertThrows(EventStoreException.class, () -> store.append(draft));
    assertEquals(EventStoreException.Cause.CLOSED, refused.why());
  }

  private static EventDraft complete() {
    return draft("", "", new Payload.SystemShutdownComplete("test", 1, 0, ""));
  }
}
