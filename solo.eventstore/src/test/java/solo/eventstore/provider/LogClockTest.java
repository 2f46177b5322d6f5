package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock.Leap;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.Await;
import solo.eventstore.clock.ClockHealth;
import solo.eventstore.clock.ClockInspection;
import solo.eventstore.clock.TestMachine;
import solo.eventstore.journal.JournalOptions;

/** The clock of a real log, on a machine whose clock is set. */
public class LogClockTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration TEN_YEARS = Duration.ofDays(3653);
  private static final Caller ALICE = Caller.owner("alice");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final TestMachine machine = new TestMachine(BEGIN);
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private JournalEventStore store;
  private LogClock clock;

  @Before
  public void open() {
    store =
        new JournalEventStore(
            new StoreOpening(
                folder.getRoot().toPath().resolve("events"),
                JournalOptions.defaults().withSegmentBytes(512 << 10),
                Disk.real(),
                "kernel",
                (code, reason) -> {
                  throw new AssertionError(code + " " + reason);
                },
                LoggedLines.into(new ArrayList<>())),
            machine.clock());
    clock = new LogClock(store, LoggedLines.into(lines));
  }

  @After
  public void close() {
    clock.close();
    store.close();
  }

  private void restart() {
    close();
    open();
  }

  private Event append() throws Exception {
    Payload killed = new Payload.ServiceKilled("d");
    return store.append(new EventDraft("t", "s", "owner:test", "", 0, killed)).getValue();
  }

  private List<Event> all() {
    return store.query(new EventQuery("", "", "", 0, 100, false));
  }

  @Test
  public void evt06_anEventHasTheTimeOfTheClock() throws Exception {
    assertEquals(BEGIN, append().time());
    machine.passes(Duration.ofSeconds(5));
    assertEquals(BEGIN.plusSeconds(5), append().time());
    assertEquals(BEGIN.plusSeconds(5), clock.now());
  }

  @Test
  public void flt14_tenYearsForwardAndBackLeaveTheTimesInOrder() throws Exception {
    append();
    for (Duration leap : new Duration[] {TEN_YEARS, TEN_YEARS.multipliedBy(2).negated()}) {
      machine.leaps(leap);
      machine.passes(Duration.ofSeconds(1));
      append();
      restart();
      append();
    }
    List<Instant> times = all().stream().map(Event::time).toList();
    assertEquals(times.stream().sorted().toList(), times);
    assertEquals(BEGIN.plusSeconds(2), times.get(times.size() - 1));
    assertTrue(clock.leap().isPresent());
  }

  @Test
  public void flt14_aLeapIsAFindingAndAWarningUntilItIsAccepted() throws Exception {
    append();
    machine.leaps(TEN_YEARS);
    List<Finding> found = new ClockInspection(clock).quick(SystemState.EMPTY);
    assertEquals(1, found.size());
    assertEquals(Kind.CLOCK_LEAP, found.get(0).kind());
    assertEquals(
        "the machine's clock shows 2036-03-01T10:00:00Z, 3653 days ahead of the container's, which"
            + " is 2026-03-01T10:00:00Z; found while running",
        found.get(0).detail());
    assertTrue(found.get(0).fix().contains("solo:clock --accept"));
    Result health = new ClockHealth(clock).execute();
    assertEquals(Result.Status.WARN, health.getStatus());
    clock.acceptAllowed("the battery was empty", ALICE);
    assertEquals(List.of(), new ClockInspection(clock).quick(SystemState.EMPTY));
    assertEquals(Result.Status.OK, new ClockHealth(clock).execute().getStatus());
    assertEquals(BEGIN.plus(TEN_YEARS), append().time());
  }

  @Test
  public void anAcceptanceSaysWhoAndWhyAtTheTimeAtWhichTheClockStood() throws Exception {
    append();
    machine.leaps(TEN_YEARS);
    machine.passes(Duration.ofSeconds(1));
    Leap leap = clock.acceptAllowed("new board", ALICE).orElseThrow();
    Event event = all().get(1);
    assertEquals("owner:alice", event.draft().actor());
    assertEquals("new board", event.draft().reason());
    assertEquals(BEGIN.plusSeconds(1), event.time());
    assertEquals(
        new Payload.ClockAccepted(
            BEGIN.plus(TEN_YEARS).plusSeconds(1).toEpochMilli(),
            BEGIN.plusSeconds(1).toEpochMilli(),
            false),
        event.payload());
    assertEquals(TEN_YEARS, leap.ahead());
  }

  @Test
  public void withoutALeapNothingIsAcceptedOrWritten() throws Exception {
    append();
    assertEquals(Optional.empty(), clock.acceptAllowed("why", ALICE));
    assertEquals(1, all().size());
  }

  @Test
  public void anAcceptanceThatIsNotInTheLogIsNone() throws Exception {
    append();
    machine.leaps(TEN_YEARS);
    store.close();
    assertThrows(EventStoreException.class, () -> clock.acceptAllowed("why", ALICE));
    machine.passes(Duration.ofSeconds(1));
    assertEquals(BEGIN.plusSeconds(1), clock.leap().orElseThrow().container());
  }

  @Test
  public void acceptedLeapsSurviveARestartWithoutALaterEvent() throws Exception {
    append();
    for (Duration leap : new Duration[] {TEN_YEARS, TEN_YEARS.negated()}) {
      machine.leaps(leap);
      clock.acceptAllowed("why", ALICE);
      Instant accepted = clock.now();
      restart();
      assertEquals("after " + leap, Optional.empty(), clock.leap());
      assertEquals("after " + leap, accepted, clock.now());
      append();
      restart();
      assertEquals("after " + leap, Optional.empty(), clock.leap());
    }
  }

  @Test
  public void aLeapAtStartIsToldOnceInTheLogFile() throws Exception {
    append();
    machine.leaps(TEN_YEARS);
    restart();
    Await.until("it is told", () -> lines.stream().anyMatch(line -> line.contains("CLOCK_LEAP")));
    assertEquals(
        lines.toString(), 1, lines.stream().filter(line -> line.contains("CLOCK_LEAP")).count());
    assertTrue(clock.leap().orElseThrow().atStart());
  }

  @Test
  public void beforeAnybodyKnowsWhoMayNothingIsAccepted() {
    machine.leaps(TEN_YEARS);
    assertThrows(IllegalStateException.class, () -> clock.accept("why", ALICE));
    assertTrue(clock.leap().isPresent());
  }
}
