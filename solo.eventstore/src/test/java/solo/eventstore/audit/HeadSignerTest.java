package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.audit.Audit.Report;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.eventstore.Await;
import solo.eventstore.Doors;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.JournalHistory;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;
import solo.eventstore.provider.TestDisk;

/** Heads of a real store, signed on their own thread. */
public class HeadSignerTest {
  private static final Caller ANN = Caller.owner("ann");

  /** Less than never: what is held up is let go only after the close. */
  private static final Duration LATE = Duration.ofSeconds(60);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final TestDisk disk = new TestDisk();
  private JournalEventStore store;
  private JournalHistory history;
  private HeadSigner signer;

  @Before
  public void open() throws Exception {
    Path root = folder.getRoot().toPath();
    Files.createDirectories(root.resolve("state"));
    store = Stores.open(root.resolve("events"), Clock.systemUTC());
    history = new JournalHistory(store);
    Path state = root.resolve("state");
    HeadsKeeper keeper =
        new HeadsKeeper(
            new HeadsBook(
                new HeadsFile(state.resolve("heads"), disk, 10_000),
                new KeyFiles(
                    state.resolve("audit.key"), state.resolve("audit.pub"), disk, Modes.REAL),
                Clock.systemUTC()),
            history,
            () -> Excuses.toldBy(store),
            new SigningSettings(10, Duration.ofMillis(50)),
            System::nanoTime,
            LoggedLines.into(said));
    signer = new HeadSigner(keeper, history, store, LoggedLines.into(said));
  }

  @After
  public void close() {
    signer.closeWithin(LATE);
    store.close();
  }

  private Event append(Payload payload) throws Exception {
    return store.append(EventDraft.ofSystem(ANN, "", 0, payload)).getValue();
  }

  private List<Event> keysTold() {
    String type = Payload.typeOf(Payload.AuditKeyChanged.class);
    return store.query(new EventQuery("", "", type, 0, 100, false));
  }

  private AuditedLog log() {
    return new AuditWorld.OpenedLog(
        history.journal(), new AtomicReference<>(), folder.getRoot().toPath().resolve("archive"));
  }

  private Report verified() throws Exception {
    return new LogAudit(log(), signer, new Doors((caller, permission, tenant) -> {}))
        .verify(ANN, told -> {});
  }

  private long signedId() throws Exception {
    Path heads = folder.getRoot().toPath().resolve("state/heads");
    return Files.exists(heads)
        ? new HeadsFile(heads, Disk.real(), 9).read().lastHead().map(SignedLine::id).orElse(0L)
        : 0;
  }

  private void awaitSigned(long id) {
    Await.until(
        "event " + id + " is signed",
        () -> {
          try {
            return signedId() >= id;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  public void theKeyIsToldOnceBehindTheFirstEventAndTheLogIsCovered() throws Exception {
    long first = append(new Payload.ServiceKilled("a")).id();
    Await.until("the key is told", () -> keysTold().size() == 1);
    Event told = keysTold().get(0);
    assertTrue(told.id() > first);
    assertEquals("system:audit", told.draft().actor());
    assertTrue("a head is there before", signedId() > 0);
    awaitSigned(store.lastId());
    assertEquals(List.of(), verified().findings());
    close();
    open();
    long last = append(new Payload.ServiceKilled("b")).id();
    awaitSigned(last);
    assertEquals("the same key is told once", 1, keysTold().size());
  }

  @Test
  public void theLastEventOfAProcessIsCovered() throws Exception {
    append(new Payload.ServiceKilled("a"));
    Await.until("the key is told", () -> keysTold().size() == 1);
    long last = append(new Payload.SystemShutdownComplete("t", 1, 0, "")).id();
    signer.closeWithin(LATE);
    assertEquals(last, signedId());
  }

  @Test
  public void aStateDirectoryThatCannotBeWrittenStopsNothing() throws Exception {
    disk.fail(true);
    for (int i = 0; i < 100; i++) {
      append(new Payload.ServiceKilled("a"));
    }
    Await.until("it is told", () -> !signer.status().trouble().isEmpty());
    assertEquals(100, store.lastId());
    assertEquals(
        org.apache.felix.hc.api.Result.Status.WARN,
        AuditHealth.result(signer.status()).getStatus());
    disk.fail(false);
    signer.closeWithin(LATE);
    // where the disk was well again before the close, the key was told too
    assertEquals("the last try is at the close", 100 + keysTold().size(), signedId());
  }

  @Test
  public void aStateDirectoryThatHangsHoldsUpNoClose() throws Exception {
    append(new Payload.ServiceKilled("a"));
    Await.until("the key is told", () -> keysTold().size() == 1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    disk.holdForces(release, waits);
    append(new Payload.ServiceKilled("b"));
    assertTrue("its write begins", waits.await(30, TimeUnit.SECONDS));
    append(new Payload.ServiceKilled("an append waits for nobody"));
    long begin = System.nanoTime();
    signer.close();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    release.countDown();
    assertTrue(tookMs + " ms", tookMs < LATE.toMillis());
  }

  @Test
  public void evt18_whoMayNotReadAllMayNotAskForAProof() throws Exception {
    Doors closed =
        new Doors(
            (caller, permission, tenant) -> {
              throw new AccessDeniedException(caller, permission, tenant);
            });
    LogAudit audit = new LogAudit(log(), signer, closed);
    assertThrows(AccessDeniedException.class, () -> audit.verify(Caller.token("x"), told -> {}));
  }

  @Test
  public void shl04_whoAcceptsIsInTheLogAndOnlyWhatIsThereCanBeAccepted() throws Exception {
    append(new Payload.ServiceKilled("a"));
    Await.until("the key is told", () -> keysTold().size() == 1);
    LogAudit audit = new LogAudit(log(), signer, new Doors((caller, permission, tenant) -> {}));
    assertThrows(IllegalStateException.class, () -> audit.accept(ANN, "why"));
    close();
    Files.delete(folder.getRoot().toPath().resolve("state/heads"));
    open();
    Await.until("it is found", () -> !signer.status().findings().isEmpty());
    Event accepted = new LogAudit(log(), signer, new Doors((c, p, t) -> {})).accept(ANN, "why");
    assertEquals("owner:ann", accepted.draft().actor());
    assertEquals("why", accepted.draft().reason());
    assertTrue(accepted.payload().toString().contains("SIGNED_HEADS_MISSING: "));
    awaitSigned(accepted.id());
    assertEquals(List.of(), verified().findings());
  }

  @Test
  public void anAuditThatIsInterruptedEnds() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      store.append(EventDraft.ofSystem(ANN, "", 0, new Payload.ServiceKilled("a")));
    }
    append(new Payload.ServiceKilled("the last"));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, this::verified);
  }
}
