package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/** The event store as the other parts see it. */
public class EventStoreIT extends InContainer {

  @Test
  public void evt01_16_acknowledgedEventIsReadBackAndInEveryQuery() throws Exception {
    Event event = append("evt01", "svc", "one");
    assertEquals(event, events.event(event.id()).orElseThrow());
    assertEquals(event.id(), events.lastId());
    assertEquals(List.of(event), events.query(query("evt01", "svc", "inconsistency_found", 0, 9)));
    assertEquals(List.of(event), events.query(query("evt01", "", "", 0, 9)));
    assertEquals(List.of(), events.query(query("evt01", "other", "", 0, 9)));
  }

  @Test
  public void evt02_04_filtersSinceIsExclusiveAndLimitCuts() throws Exception {
    List<Event> written = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      written.add(append("evt02", i % 2 == 0 ? "even" : "odd", "n" + i));
    }
    long third = written.get(2).id();
    assertEquals(written.subList(3, 10), events.query(query("evt02", "", "", third, 100)));
    assertEquals(written.subList(3, 5), events.query(query("evt02", "", "", third, 2)));
    assertEquals(
        List.of(written.get(4), written.get(6), written.get(8)),
        events.query(query("evt02", "even", "", third, 100)));
  }

  @Test
  public void evt05_15_idsOfManyWritersGrowByOneAndEveryEventHasItsTenant() throws Exception {
    List<Promise<Event>> promises = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      String tenant = "evt05-" + w;
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  Promise<Event> promise = events.append(draft(tenant, "svc", "n" + i));
                  synchronized (promises) {
                    promises.add(promise);
                  }
                }
              });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    List<Long> ids = new ArrayList<>();
    for (Promise<Event> promise : promises) {
      ids.add(done("an append", promise).id());
    }
    ids.sort(null);
    for (int i = 1; i < ids.size(); i++) {
      assertEquals(ids.get(i - 1) + 1, (long) ids.get(i));
    }
    for (int w = 0; w < 8; w++) {
      assertEquals(50, events.query(query("evt05-" + w, "", "", 0, 1000)).size());
    }
    assertTrue(ids.size() == 400);
  }

  private Event append(String tenant, String service, String detail) throws Exception {
    return done("an append", events.append(draft(tenant, service, detail)));
  }

  private static EventDraft draft(String tenant, String service, String detail) {
    return EventDraft.ofService(
        new ServiceKey(tenant, service),
        OWNER,
        "test",
        0,
        new Payload.InconsistencyFound("TEST", "INFO", detail));
  }

  private static EventQuery query(
      String tenant, String service, String type, long since, int limit) {
    return new EventQuery(tenant, service, type, since, limit, false);
  }
}
