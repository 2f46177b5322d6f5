package solo.recovery.past;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import solo.core.audit.Past;
import solo.core.audit.Past.Change;
import solo.core.audit.Past.How;
import solo.core.audit.Past.State;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.LogFold;
import solo.core.recovery.Fold;
import solo.core.recovery.Histories;
import solo.core.recovery.SystemState;
import solo.recovery.provider.ListEventStore;

public class LogPastTest {
  private static final Caller OWNER = Caller.owner("ann");
  private static final Caller TOKEN = Caller.token("t1");

  private final ListEventStore log = new ListEventStore();
  private final KeptCheckpoints checkpoints = new KeptCheckpoints();
  private final List<String> told = new ArrayList<>();

  @Test
  public void theStateAtEachIdIsTheFoldUpToIt() throws InterruptedException {
    List<Event> all = append(history(1, 100));
    LogFold fold = new ServicesFold();
    Past past = past();
    assertEquals(List.of(), past.at(0, OWNER, told::add).facts());
    for (Event event : all) {
      fold.apply(event);
      State state = past.at(event.id(), OWNER, told::add);
      assertEquals(fold.facts(), state.facts());
      assertEquals(event.id(), state.atId());
      assertEquals(event.time(), state.at());
    }
  }

  @Test
  public void aTimeIsTheLastEventThatIsNotLater() throws InterruptedException {
    List<Event> all = append(history(2, 60));
    for (Event event : all) {
      for (long later : new long[] {0, 1, 999}) {
        Instant time = event.time().plusMillis(later);
        assertEquals(event.id(), past().at(time, OWNER, told::add).atId());
      }
    }
    assertEquals(0, past().at(Instant.EPOCH, OWNER, told::add).atId());
  }

  @Test
  public void anIdThatTheLogHasNotIsRefused() {
    append(history(3, 10));
    long last = log.lastId();
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> past().at(last + 1, OWNER, told::add));
    assertTrue(refused.getMessage(), refused.getMessage().contains("event " + last));
  }

  @Test
  public void anIdThatIsLostIsAsTheOneBeforeIt() throws InterruptedException {
    append(history(4, 20));
    log.lose(10, 12);
    assertEquals(9, past().at(11, OWNER, told::add).atId());
  }

  @Test
  public void afterALossServicesAreWhatTheFirstCheckpointBehindItKnows()
      throws InterruptedException {
    List<Event> all = append(history(10, 200));
    List<State> before = new ArrayList<>();
    Fold fold = new Fold(SystemState.EMPTY);
    for (Event event : all) {
      before.add(past().at(event.id(), OWNER, told::add));
      fold.apply(event);
      if (event.id() == 80 || event.id() == 120) {
        checkpoints.write(fold.state());
      }
    }
    log.lose(30, 60);
    int otherwise = 0;
    for (State was : before.subList(60, before.size())) {
      State is = past().at(was.atId(), OWNER, told::add);
      if (was.atId() >= 80) {
        assertEquals(was, is);
      } else {
        assertEquals("30-60", is.lost());
        assertEquals(foldOfWhatIsThere(was.atId()), is.facts());
        otherwise += was.facts().equals(is.facts()) ? 0 : 1;
      }
    }
    assertTrue(otherwise > 0);
    assertEquals("", past().at(29, OWNER, told::add).lost());
  }

  private List<Fact> foldOfWhatIsThere(long end) {
    LogFold fold = new ServicesFold();
    log.all(event -> event.id() <= end).forEach(fold::apply);
    return fold.facts();
  }

  @Test
  public void ofWhatWasTakenOutOnlyTheEndIsKnown() throws InterruptedException {
    append(history(5, 200));
    long end = 120;
    State before = past().at(end, OWNER, told::add);
    takeOut(end);
    State after = past().at(end, OWNER, told::add);
    assertEquals(before.facts(), after.facts());
    assertEquals(end, after.atId());
    State byTime = past().at(before.at(), OWNER, told::add);
    assertEquals(before.facts(), byTime.facts());
    for (long id : new long[] {20, 60, end - 1}) {
      Exception gone =
          assertThrows(IllegalArgumentException.class, () -> past().at(id, OWNER, told::add));
      assertTrue(gone.getMessage(), gone.getMessage().contains("event 120 or a later one"));
    }
    assertEquals(log.lastId(), past().at(log.lastId(), OWNER, told::add).atId());
  }

  @Test
  public void whatWasTakenOutIsReadFromTheArchives() throws InterruptedException {
    append(history(5, 200));
    ListEventStore archives = new ListEventStore();
    history(5, 200).forEach(event -> archives.append(event.draft()));
    List<State> before = new ArrayList<>();
    for (long id = 0; id <= log.lastId(); id++) {
      before.add(past().at(id, OWNER, told::add));
    }
    takeOut(120);
    LogPast past = past();
    past.history = archives::read;
    for (State state : before) {
      assertEquals(state, past.at(state.atId(), OWNER, told::add));
      assertEquals(state, past.at(state.at(), OWNER, told::add));
    }
    archives.lose(50, 50);
    assertThrows(IllegalArgumentException.class, () -> past.at(60, OWNER, told::add));
  }

  @Test
  public void ofADamagedArchiveItIsSaidWhatCanBeDone() throws InterruptedException {
    append(history(5, 200));
    takeOut(120);
    LogPast past = past();
    past.history =
        afterId -> {
          throw new EventStoreException(EventStoreException.Cause.DAMAGED, "1.log.gz is bad", null);
        };
    Exception damaged =
        assertThrows(EventStoreException.class, () -> past.at(60, OWNER, told::add));
    assertTrue(damaged.getMessage(), damaged.getMessage().startsWith("1.log.gz is bad; put that"));
    assertTrue(damaged.getMessage(), damaged.getMessage().contains("event 120 or a later one"));
    assertEquals(120, past.at(120, OWNER, told::add).atId());
  }

  @Test
  public void aTokenSeesWhatItReaches() throws InterruptedException {
    append(history(6, 300));
    LogPast past = past();
    past.authorization = new Held("t1", Resource.ALL);
    List<Fact> seen = past.at(log.lastId(), TOKEN, told::add).facts();
    assertTrue(seen.toString(), seen.stream().allMatch(fact -> fact.tenant().equals("t1")));
    assertTrue(seen.size() > 1);
    past.authorization = new Held("t1", Resource.service(seen.get(0).key()));
    assertEquals(seen.subList(0, 1), past.at(log.lastId(), TOKEN, told::add).facts());
  }

  @Test
  public void whoMayNotQueryEventsIsRefused() {
    append(history(7, 10));
    LogPast past = past();
    past.authorization = new Held("", Resource.ALL);
    assertThrows(AccessDeniedException.class, () -> past.at(1, TOKEN, told::add));
  }

  @Test
  public void aLongLogTellsHowFarItIs() throws InterruptedException {
    for (int i = 0; i < 10_100; i++) {
      log.append(draft(new Payload.SystemReady(1)));
    }
    past().at(log.lastId(), OWNER, told::add);
    assertEquals(List.of("event 10000 of 10100"), told);
  }

  @Test
  public void anInterruptEndsIt() {
    append(history(8, 10));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> past().at(5, OWNER, told::add));
    assertTrue(Thread.interrupted());
  }

  @Test
  public void theDiffOfTwoStatesLeadsFromTheOneToTheOther() throws InterruptedException {
    append(history(9, 200));
    State from = past().at(50, OWNER, told::add);
    State to = past().at(150, OWNER, told::add);
    List<Change> changes = Past.diff(from, to);
    List<Fact> made = new ArrayList<>(from.facts());
    for (Change change : changes) {
      made.removeIf(fact -> isOf(change, fact));
      if (change.how() != How.REMOVED) {
        made.add(new Fact(change.kind(), change.tenant(), change.key(), change.after()));
      }
    }
    assertTrue(changes.size() > 2);
    assertEquals(List.of(), Past.diff(new State(150, to.at(), "", made), to));
    assertEquals(List.of(), Past.diff(to, to));
  }

  private static boolean isOf(Change change, Fact fact) {
    return fact.kind().equals(change.kind())
        && fact.tenant().equals(change.tenant())
        && fact.key().equals(change.key());
  }

  /** As retention does, and says. */
  private void takeOut(long end) {
    LogFold fold = new ServicesFold();
    log.all(event -> event.id() <= end).forEach(fold::apply);
    List<Long> kept = fold.restsOn();
    for (long id = 1; id <= end; id++) {
      if (!kept.contains(id)) {
        log.lose(id, id);
      }
    }
    log.takenOutThrough(end);
  }

  private LogPast past() {
    LogPast past = new LogPast(log, checkpoints);
    past.folds = List.of(new ServicesFolds());
    return past;
  }

  private static List<Event> history(long seed, int steps) {
    return Histories.random(new Random(seed), steps, 3, 5).events();
  }

  private List<Event> append(List<Event> events) {
    events.forEach(event -> log.append(event.draft()));
    return log.all(event -> true);
  }

  private static EventDraft draft(Payload payload) {
    return EventDraft.ofSystem(Caller.system("test"), "", 0, payload);
  }

  /** A token of one tenant, held to a part of it; of none it opens nothing. */
  private record Held(String tenant, Resource part) implements Authorization {
    @Override
    public void require(Caller caller, Permission permission, String where, Resource what) {
      if (!allows(caller, permission, where, what)) {
        throw new AccessDeniedException(caller, permission, where);
      }
    }

    @Override
    public boolean allows(Caller caller, Permission permission, String where, Resource what) {
      return !tenant.isEmpty() && where.equals(tenant) && part.covers(what);
    }

    @Override
    public String scope(Caller caller) {
      return tenant;
    }

    @Override
    public Resource reach(Caller caller) {
      return part;
    }
  }
}
