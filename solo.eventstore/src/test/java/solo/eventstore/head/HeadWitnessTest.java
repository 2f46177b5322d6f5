package solo.eventstore.head;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.verify.Head;
import solo.core.verify.Kind;
import solo.eventstore.Await;
import solo.eventstore.Doors;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.JournalHistory;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;
import solo.eventstore.provider.TestDisk;

/** The head of a real store, on its own thread. */
public class HeadWitnessTest {
  private static final Caller ANN = Caller.owner("ann");
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(1);

  /** What a stop has by default for the close of all parts of Solo. */
  private static final Duration CLOSE = Duration.ofSeconds(3);

  /** Less than never: what is held up is let go only after the close. */
  private static final Duration LATE = Duration.ofSeconds(60);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final TestDisk disk = new TestDisk();
  private JournalEventStore store;
  private HeadWitness witness;

  private void open(String data, Duration pace) {
    store = Stores.open(folder.getRoot().toPath().resolve(data), Clock.systemUTC());
    HeadKeeper keeper =
        new HeadKeeper(
            new HeadFile(file(), disk),
            new JournalHistory(store),
            Clock.systemUTC(),
            LoggedLines.into(log));
    witness =
        new HeadWitness(
            keeper,
            store,
            new Doors(
                (caller, permission, tenant) -> {
                  if (!caller.equals(ANN)) {
                    throw new AccessDeniedException(caller, permission, tenant);
                  }
                }),
            LoggedLines.into(log),
            pace);
  }

  @After
  public void close() {
    if (store != null) {
      witness.closeWithin(LATE);
      store.close();
    }
  }

  private Path file() {
    return folder.getRoot().toPath().resolve("head");
  }

  private long append(int count) throws Exception {
    long last = 0;
    for (int i = 0; i < count; i++) {
      last = append(new Payload.ServiceKilled("d")).id();
    }
    return last;
  }

  private Event append(Payload payload) throws Exception {
    return store.append(EventDraft.ofSystem(ANN, "", 0, payload)).getValue();
  }

  private long written() throws Exception {
    return HeadFormat.decode(Files.readAllBytes(file())).newest().id();
  }

  @Test
  public void itFollowsTheLogByItself() throws Exception {
    open("data", SHORT);
    for (int i = 0; i < 20; i++) {
      long last = append(1 + i % 3);
      Await.until("event " + last + " is known", () -> known() == last);
      assertEquals(last, written());
    }
  }

  private long known() {
    return witness.status().known().map(Head.Mark::id).orElse(0L);
  }

  @Test
  public void itIsNeverAheadOfWhatIsAcknowledged() throws Exception {
    open("data", SHORT);
    long last = append(1);
    Await.until("event " + last + " is known", () -> known() == last);
    CountDownLatch writer = new CountDownLatch(1);
    Thread appending =
        new Thread(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                store.append(
                    EventDraft.ofSystem(ANN, "", 0, new Payload.ServiceKilled("x".repeat(50))));
              }
              writer.countDown();
            });
    appending.start();
    while (writer.getCount() > 0 || store.lastId() < 3_001) {
      long known = written();
      assertTrue(known <= store.lastId());
    }
  }

  @Test
  public void itWaitsBetweenTwoWritesAndWritesTheLastEventWhenItIsClosed() throws Exception {
    open("data", NEVER);
    append(1);
    Await.until("the first event is known at once", () -> known() > 0);
    append(10);
    long last = append(new Payload.SystemShutdownComplete("t", 1, 0, "")).id();
    assertTrue(known() < last);
    witness.closeWithin(LATE);
    assertEquals(last, written());
    store.close();
    open("data", NEVER);
    assertTrue(witness.status().finding().isEmpty());
  }

  @Test
  public void aFullOrBrokenStateDirectoryStopsNothing() throws Exception {
    disk.fail(true);
    open("data", SHORT);
    long last = append(10);
    Await.until("it is told", () -> !witness.status().trouble().isEmpty());
    assertEquals(10, last);
    disk.fail(false);
    witness.closeWithin(LATE);
    assertEquals("the last try is at the close", 10, written());
  }

  @Test
  public void shd06_aStateDirectoryThatHangsDoesNotHoldUpTheClose() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch writes = new CountDownLatch(1);
    disk.holdForces(release, writes);
    open("data", SHORT);
    append(1);
    assertTrue("its write begins", writes.await(30, TimeUnit.SECONDS));

    long begin = System.nanoTime();
    witness.close();

    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    release.countDown();
    assertTrue(tookMs + " ms", tookMs < LATE.toMillis());
    assertTrue(LogFollower.LAST_TURN.compareTo(CLOSE) < 0);
  }

  @Test
  public void aLossIsAcceptedByAnAdminAndIsAnEvent() throws Exception {
    open("data", SHORT);
    append(10);
    close();
    open("other", SHORT);
    assertEquals(Kind.HEAD_AHEAD, witness.status().finding().orElseThrow().kind());
    Caller stranger = Caller.directory("acme");
    assertThrows(AccessDeniedException.class, () -> witness.accept(stranger, ""));
    assertEquals(0, store.lastId());

    Event accepted = witness.accept(ANN, "it was meant");

    assertEquals(1, accepted.id());
    assertEquals("owner:ann", accepted.draft().actor());
    assertEquals("it was meant", accepted.draft().reason());
    assertEquals(1, ((Payload.DataLossAccepted) accepted.payload()).firstLostId());
    assertEquals(1, written());
    assertTrue(witness.status().finding().isEmpty());
    IllegalStateException none =
        assertThrows(IllegalStateException.class, () -> witness.accept(ANN, "again"));
    assertTrue(none.getMessage(), none.getMessage().contains("no loss to accept"));
    close();
    open("other", SHORT);
    assertTrue(witness.status().finding().isEmpty());
  }

  @Test
  public void aLossThatCannotBeToldIsNotAccepted() throws Exception {
    open("data", SHORT);
    append(10);
    close();
    open("other", SHORT);
    append(new Payload.SystemShutdownComplete("t", 1, 0, ""));
    EventStoreException closed =
        assertThrows(EventStoreException.class, () -> witness.accept(ANN, ""));
    assertEquals(EventStoreException.Cause.CLOSED, closed.why());
    assertTrue(witness.status().isContradicted());
    assertFalse(log.isEmpty());
  }
}
