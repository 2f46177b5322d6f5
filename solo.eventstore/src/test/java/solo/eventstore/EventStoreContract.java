package solo.eventstore;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;

/** What every {@link EventStore} does. A provider extends it and says how its store is opened. */
public abstract class EventStoreContract extends OpenedStore {
  /** More than any provider holds in memory. */
  private static final int MANY = 6_000;

  private static final int WRITERS = 8;

  @Test
  public void evt01_whatIsAppendedIsReadBackEqual() throws Exception {
    ServiceSpec spec =
        new ServiceSpec(
            "bundle", "ab".repeat(32), 7, "com.example", "1.0.0", "shell:/x\n\u202e", 5, 1, 2, 3);
    List<Event> appended = new ArrayList<>();
    appended.add(append(draft("t", "s", new Payload.ServiceDeployed(spec, true, 12))));
    appended.add(append(draft("t", "", new Payload.InconsistencyFound("K", "ERROR", "\ud83d"))));
    appended.add(append(draft("", "", new Payload.SystemReady(-5))));
    for (int run = 0; run < 2; run++) {
      for (Event event : appended) {
        assertEquals(Optional.of(event), store.event(event.id()));
      }
      assertEquals(appended, store.query(EventQuery.after(0, 10)));
      assertEquals(appended, all(store.read(0)));
      restart();
    }
    assertEquals(Optional.empty(), store.event(0));
    assertEquals(Optional.empty(), store.event(4));
    assertEquals(Optional.empty(), store.event(-1));
  }

  @Test
  public void evt02_eventsAreFoundByTenantTypeAndService() throws Exception {
    appendMany(60);
    for (int run = 0; run < 2; run++) {
      for (String tenant : List.of("", "t0", "t1", "nobody")) {
        for (String service : List.of("", "s0", "s1", "nothing")) {
          for (String type : List.of("", "service_killed", "system_ready", "no_type", "\0")) {
            assertAgrees(new EventQuery(tenant, service, type, 0, 100, false));
            assertAgrees(new EventQuery(tenant, service, type, 0, 100, true));
          }
        }
      }
      restart();
    }
  }

  @Test
  public void evt03_sinceIsExclusiveAndTheLimitHolds() throws Exception {
    appendMany(60);
    for (int run = 0; run < 2; run++) {
      for (long since : new long[] {0, 1, 30, 59, 60, 61, Long.MAX_VALUE}) {
        for (int limit : new int[] {1, 7, 10_000}) {
          assertAgrees(new EventQuery("", "", "", since, limit, false));
          assertAgrees(new EventQuery("", "", "", since, limit, true));
          assertAgrees(new EventQuery("t1", "", "service_killed", since, limit, false));
          assertAgrees(new EventQuery("t1", "", "service_killed", since, limit, true));
        }
      }
      restart();
    }
  }

  @Test
  public void evt04_theLastIdGrowsByOne() throws Exception {
    assertEquals(0, store.lastId());
    for (long id = 1; id <= 20; id++) {
      assertEquals(id, append(killed("t", "s")).id());
      assertEquals(id, store.lastId());
    }
  }

  @Test
  public void evt05_idsHaveNoGapAcrossRestartsAndEightWriters() throws Exception {
    for (int run = 1; run <= 3; run++) {
      List<Event> acked =
          InParallel.run(
              WRITERS,
              () -> {
                List<Event> own = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                  own.add(append(killed("t", "s")));
                }
                return own;
              });
      assertEquals(WRITERS * 50, acked.size());
      List<Long> read = all(store.read(0)).stream().map(Event::id).toList();
      assertEquals(LongStream.rangeClosed(1, run * WRITERS * 50L).boxed().toList(), read);
      restart();
    }
  }

  @Test
  public void evt06_timesAreUtcMillisecondsOfTheWallClock() throws Exception {
    assertEquals(Instant.parse("2026-03-01T10:00:00.123Z"), append(killed("t", "s")).time());
    now.set(Instant.parse("2026-03-01T10:00:05Z"));
    assertEquals(Instant.parse("2026-03-01T10:00:05Z"), append(killed("t", "s")).time());
  }

  @Test
  public void evt07_timesNeverGoBackAlsoWhenTheClockDoes() throws Exception {
    Instant first = append(killed("t", "s")).time();
    now.set(first.minusSeconds(86_400));
    assertEquals(first, append(killed("t", "s")).time());
    restart();
    assertEquals(first, append(killed("t", "s")).time());
    now.set(first.plusMillis(1));
    assertEquals(first.plusMillis(1), append(killed("t", "s")).time());
  }

  @Test
  public void evt08_anEffectNamesItsCause() throws Exception {
    long cause = append(killed("t", "s")).id();
    EventDraft effect = new EventDraft("t", "s", "a", "", cause, new Payload.ServiceKilled("d"));
    long id = append(effect).id();
    restart();
    assertEquals(cause, store.event(id).orElseThrow().draft().cause());
  }

  @Test
  public void evt10_anIdIsNeverUsedAgain() throws Exception {
    for (long id = 1; id <= 10; id++) {
      assertEquals(id, append(killed("t", "s")).id());
      restart();
      assertEquals(id, store.lastId());
    }
  }

  @Test
  public void evt15_everyEventOfATenantCarriesItsTenant() throws Exception {
    appendMany(50);
    restart();
    List<Event> ofTenant = store.query(new EventQuery("t1", "", "", 0, 100, false));
    assertFalse(ofTenant.isEmpty());
    ofTenant.forEach(event -> assertEquals("t1", event.draft().tenant()));
    List<Event> all = store.query(EventQuery.after(0, 100));
    assertEquals(
        ofTenant, all.stream().filter(event -> event.draft().tenant().equals("t1")).toList());
  }

  @Test
  public void evt16_anAckedEventIsInEveryQueryThatStartsThen() throws Exception {
    InParallel.run(
        WRITERS,
        () -> {
          for (int i = 0; i < 100; i++) {
            Event acked = append(killed("t" + i % 2, "s" + i % 3));
            assertEquals(Optional.of(acked), store.event(acked.id()));
            assertTrue(store.lastId() >= acked.id());
            long before = acked.id() - 1;
            String tenant = acked.draft().tenant();
            EventQuery oldest =
                new EventQuery(tenant, acked.draft().subject(), acked.type(), before, 1, false);
            assertEquals(List.of(acked), store.query(oldest));
            assertTrue(store.query(EventQuery.newest(5_000)).contains(acked));
            assertEquals(acked, all(store.read(before)).get(0));
          }
          return List.of();
        });
  }

  @Test
  public void evt16_alsoWithMoreEventsThanMemoryHolds() throws Exception {
    appendMany(MANY);
    for (int run = 0; run < 2; run++) {
      for (boolean newestFirst : new boolean[] {false, true}) {
        assertAgrees(new EventQuery("t1", "", "", 0, 10_000, newestFirst));
        assertAgrees(new EventQuery("t1", "s1", "service_killed", MANY / 5, 900, newestFirst));
        assertAgrees(new EventQuery("", "", "system_ready", 0, 10_000, newestFirst));
        assertAgrees(new EventQuery("", "", "", MANY / 2, 10_000, newestFirst));
      }
      assertEquals(MANY, all(store.read(0)).size());
      restart();
    }
  }

  @Test
  public void aCursorEndsAtTheLastEventAckedWhenItWasMade() throws Exception {
    appendMany(10);
    try (EventCursor fromFiles = store.read(0);
        EventCursor near = store.read(8);
        EventCursor end = store.read(10);
        EventCursor beyond = store.read(99)) {
      append(killed("t", "s"));
      assertEquals(10, all(fromFiles).size());
      assertEquals(List.of(9L, 10L), all(near).stream().map(Event::id).toList());
      assertFalse(end.hasNext());
      assertFalse(beyond.hasNext());
    }
  }

  @Test
  public void promisesResolveInTheOrderOfTheIds() throws Exception {
    List<Promise<Event>> promises = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      promises.add(store.append(killed("t", "s")));
    }
    for (int i = promises.size() - 1; i >= 0; i--) {
      if (promises.get(i).isDone()) {
        for (int earlier = 0; earlier < i; earlier++) {
          assertTrue("promise " + earlier + " before " + i, promises.get(earlier).isDone());
        }
        break;
      }
    }
    for (int i = 0; i < promises.size(); i++) {
      assertEquals(i + 1, promises.get(i).getValue().id());
    }
  }

  @Test
  public void eachRunHasItsOwnBootId() throws Exception {
    Event first = append(killed("t", "s"));
    assertEquals(first.boot(), append(killed("t", "s")).boot());
    restart();
    assertNotEquals(first.boot(), append(killed("t", "s")).boot());
  }

  @Test
  public void flushResolvesWhenAllIsOnDiskAndWithNothingToDo() throws Exception {
    store.flush().getValue();
    Promise<Event> appended = store.append(killed("t", "s"));
    store.flush().getValue();
    assertTrue(appended.isDone());
  }

  @Test
  public void anInterruptedCallerHarmsNothing() throws Exception {
    appendMany(MANY);
    Thread.currentThread().interrupt();
    Promise<Event> appended = store.append(killed("t", "s"));
    assertEquals(5, store.query(EventQuery.after(3, 5)).size());
    assertEquals(MANY - 1, all(store.read(1)).stream().filter(e -> e.id() <= MANY).count());
    assertTrue("the flag is kept", Thread.interrupted());
    assertEquals(MANY + 1, appended.getValue().id());
    assertEquals(MANY + 2, append(killed("t", "s")).id());
  }

  @Test
  public void anEventThatIsTooLargeIsRefusedAndTheStoreGoesOn() throws Exception {
    Payload large = new Payload.ServiceKilled("x".repeat(2 << 20));
    EventStoreException refused =
        assertThrows(EventStoreException.class, () -> store.append(draft("t", "s", large)));
    assertEquals(EventStoreException.Cause.TOO_LARGE, refused.why());
    assertEquals(1, append(killed("t", "s")).id());
  }

  @Test
  public void aClosedStoreRefuses() throws Exception {
    close(store);
    EventStoreException refused =
        assertThrows(EventStoreException.class, () -> store.append(killed("t", "s")));
    assertEquals(EventStoreException.Cause.CLOSED, refused.why());
  }

  private void assertAgrees(EventQuery query) {
    List<Event> expected = new ArrayList<>();
    for (Event event : all(store.read(0))) {
      EventDraft draft = event.draft();
      if (event.id() > query.since()
          && (query.tenant().isEmpty() || query.tenant().equals(draft.tenant()))
          && (query.service().isEmpty() || query.service().equals(draft.subject()))
          && (query.type().isEmpty() || query.type().equals(event.type()))) {
        expected.add(event);
      }
    }
    if (query.newestFirst()) {
      Collections.reverse(expected);
    }
    assertEquals(
        query.toString(),
        expected.subList(0, Math.min(query.limit(), expected.size())),
        store.query(query));
  }

  private void appendMany(int count) throws Exception {
    Promise<Event> last = null;
    for (int i = 0; i < count; i++) {
      last =
          store.append(
              i % 7 == 0
                  ? draft("", "", new Payload.SystemReady(i))
                  : i % 5 == 0
                      ? draft("t1", "", new Payload.InconsistencyFixed("k", "b", "a"))
                      : killed("t" + i % 3, "s" + i % 2));
    }
    last.getValue();
  }
}
