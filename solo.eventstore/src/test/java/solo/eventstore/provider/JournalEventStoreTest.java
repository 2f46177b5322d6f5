package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.eventstore.Await;
import solo.eventstore.index.Forgery;
import solo.eventstore.journal.Disk;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;

public class JournalEventStoreTest {
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withSegmentBytes(512 << 10);
  private static final int BEYOND_MEMORY = 5_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> exits = Collections.synchronizedList(new ArrayList<>());
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final TestDisk disk = new TestDisk();
  private JournalEventStore store;

  @After
  public void close() {
    if (store != null) {
      store.close();
    }
  }

  private JournalEventStore open() {
    return open(OPTIONS);
  }

  private JournalEventStore open(JournalOptions options) {
    store =
        new JournalEventStore(
            new StoreOpening(
                directory(),
                options,
                disk,
                "kernel",
                (code, reason) -> exits.add(code.status() + " " + reason),
                LoggedLines.into(log)));
    return store;
  }

  private Path directory() {
    return folder.getRoot().toPath().resolve("events");
  }

  @Test
  public void aNewStoreIsEmptyAndSaysNothing() {
    assertEquals(0, open().lastId());
    assertEquals(List.of(), store.query(EventQuery.after(0, 10)));
    assertEquals(List.of(), exits);
  }

  @Test
  public void evt11_aTornTailIsToldInTheLog() throws Exception {
    open();
    fill(3);
    store.close();
    Path segment = segments().get(0);
    long end = contentEnd(segment);
    write(segment, end + 8, "torn".getBytes(StandardCharsets.US_ASCII));
    open();
    Event told = awaitEvent("inconsistency_fixed");
    assertEquals(4, told.id());
    Payload.InconsistencyFixed fixed = (Payload.InconsistencyFixed) told.payload();
    assertEquals("TORN_TAIL", fixed.kind());
    String where = segment.getFileName() + ", offset ";
    assertTrue(fixed.before(), fixed.before().contains(where));
    assertTrue(fixed.before(), fixed.before().matches("an unfinished write of [0-9]+ bytes .*"));
  }

  @Test
  public void evt11_damageEndsTheProcessWithItsPositionAndChangesNothing() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Path segment = segments().get(0);
    write(segment, 100, new byte[] {1, 2, 3});
    byte[] before = Files.readAllBytes(segment);
    EventStoreException refused = assertThrows(EventStoreException.class, this::open);
    assertEquals(EventStoreException.Cause.DAMAGED, refused.why());
    assertEquals(1, exits.size());
    String told = exits.get(0);
    assertTrue(told, told.startsWith("65 the event log is damaged: " + segment + ", offset 0"));
    assertTrue(told, told.endsWith("nothing was changed: restore a backup"));
    assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(segment)));
  }

  @Test
  public void flt11_aNewerFormatIsRefusedWith78() throws Exception {
    open();
    fill(1);
    store.close();
    newerVersion(segments().get(0));
    assertThrows(EventStoreException.class, this::open);
    assertTrue(exits.toString(), exits.get(0).startsWith("78 "));
  }

  @Test
  public void anOpeningThatCannotWriteEndsTheProcessWith74() {
    disk.fail(true);
    EventStoreException refused = assertThrows(EventStoreException.class, this::open);
    assertEquals(EventStoreException.Cause.IO_FAILURE, refused.why());
    assertTrue(exits.toString(), exits.get(0).startsWith("74 the event log " + directory()));
  }

  @Test
  public void flt05_aForceThatFailsEndsTheProcessAndNothingIsAcked() throws Exception {
    open();
    fill(2);
    disk.fail(true);
    Promise<Event> lost = store.append(killed(3));
    EventStoreException why = (EventStoreException) lost.getFailure();
    assertEquals(EventStoreException.Cause.IO_FAILURE, why.why());
    disk.fail(false);
    assertThrows(InvocationTargetException.class, () -> appendOrFail(4));
    assertEquals(2, store.lastId());
    assertEquals(2, store.query(EventQuery.after(0, 10)).size());
    Await.until("the process was told to end", () -> exits.size() == 1);
    assertTrue(exits.toString(), exits.get(0).startsWith("74 the event log could not be written"));
  }

  private void appendOrFail(int id) throws Exception {
    try {
      store.append(killed(id)).getValue();
    } catch (EventStoreException e) {
      throw new InvocationTargetException(e);
    }
  }

  @Test
  public void flt06_onAFullDiskTheFailureOfADeployThatHadBegunIsStillTaken() throws Exception {
    open(OPTIONS.withWaits(Duration.ofMillis(1), Duration.ZERO));
    disk.full(true);
    EventStoreException.Cause why = null;
    while (why == null) {
      why = refusal(failure(0));
    }
    assertEquals(EventStoreException.Cause.DISK_FULL, why);
    assertEquals("it closes an intent", null, refusal(failure(1)));
    assertEquals("it closes none", EventStoreException.Cause.DISK_FULL, refusal(failure(0)));
    disk.full(false);
  }

  private EventStoreException.Cause refusal(EventDraft draft) throws InterruptedException {
    Throwable failure = store.append(draft).getFailure();
    return failure == null ? null : ((EventStoreException) failure).why();
  }

  private static EventDraft failure(long intent) {
    return EventDraft.ofService(
        ServiceKey.parse("t/s"),
        Caller.owner("ann"),
        "",
        intent,
        new Payload.ServiceDeploymentFailed("failed", "", "shell:x", "x".repeat(2_000)));
  }

  @Test
  public void evt13_aFullQueueHoldsTheCallerAndMemoryIsBounded() throws Exception {
    open(OPTIONS.withQueue(10, 1 << 20));
    CountDownLatch gate = new CountDownLatch(1);
    disk.holdForces(gate);
    List<Promise<Event>> accepted = Collections.synchronizedList(new ArrayList<>());
    Thread caller =
        new Thread(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                accepted.add(store.append(killed(i)));
              }
            });
    caller.start();
    Await.until("the caller waits", () -> caller.getState() == Thread.State.WAITING);
    int held = accepted.size();
    assertTrue(held + " were taken with a queue of 10", held < 1_100);
    gate.countDown();
    caller.join();
    for (Promise<Event> promise : accepted) {
      promise.getValue();
    }
    assertEquals(5_000, store.lastId());
  }

  @Test
  public void evt14_aQueryReadsItsAnswerWhateverTheSizeOfTheLog() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    long small = recordsReadByQueries();
    fill(3 * BEYOND_MEMORY);
    assertEquals(small, recordsReadByQueries());
    assertEquals(2 * 10 + 20 + 1, small);
  }

  private long recordsReadByQueries() {
    Await.until("the index has caught up", () -> store.indexer().at() == store.lastId());
    long before = store.recordsRead();
    assertEquals(10, store.query(new EventQuery("t0", "", "", 0, 10, false)).size());
    assertEquals(10, store.query(new EventQuery("", "s", "service_killed", 5, 10, false)).size());
    assertEquals(20, store.query(new EventQuery("", "", "", 100, 20, false)).size());
    assertEquals(0, store.query(new EventQuery("nobody", "", "", 0, 20, true)).size());
    assertTrue(store.event(77).isPresent());
    return store.recordsRead() - before;
  }

  @Test
  public void whatIsNewIsReadWithoutTheDisk() throws Exception {
    open();
    fill(100);
    long reads = disk.reads();
    assertEquals(3, count(store.read(97)));
    assertEquals(0, count(store.read(100)));
    assertEquals(50, store.query(EventQuery.newest(50)).size());
    assertEquals(100, count(store.read(0)));
    assertEquals(reads, disk.reads());
  }

  @Test
  public void flt09_aLostIndexIsRebuiltAndToldWhileQueriesStayRight() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Files.delete(directory().resolve("index.mv"));
    open();
    assertEquals(
        BEYOND_MEMORY / 2, store.query(new EventQuery("t0", "", "", 0, 9_999, true)).size());
    Event told = awaitEvent("inconsistency_fixed");
    assertEquals(
        new Payload.InconsistencyFixed(
            "INDEX_REBUILT", "the event index: it was missing", "made anew from the journal"),
        told.payload());
    assertEquals("system:eventstore", told.draft().actor());
  }

  @Test
  public void withoutAnIndexEveryQueryIsRightAndHealthWarns() throws Exception {
    Files.createDirectories(directory().resolve("index.mv").resolve("in the way"));
    open();
    fill(BEYOND_MEMORY);
    EventQuery oldest = new EventQuery("t1", "", "", 10, 5, false);
    assertEquals(List.of(12L, 14L, 16L, 18L, 20L), ids(oldest));
    EventQuery newest = new EventQuery("t1", "", "", 0, BEYOND_MEMORY, true);
    List<Long> all = ids(newest);
    assertEquals(BEYOND_MEMORY / 2, all.size());
    assertEquals(BEYOND_MEMORY, (long) all.get(0));
    assertEquals(2, (long) all.get(all.size() - 1));
    Result health = (Result) new EventStoreHealth(store).execute();
    assertEquals(Result.Status.WARN, health.getStatus());
    store.flush().getValue();
  }

  @Test
  public void healthIsCriticalWhenTheDiskIsFullAndOkElse() {
    Result full = EventStoreHealth.result(Optional.of("no space"), Optional.empty());
    assertEquals(Result.Status.CRITICAL, full.getStatus());
    assertTrue(full.toString(), full.toString().contains("no space"));
    Result well = EventStoreHealth.result(Optional.empty(), Optional.empty());
    assertEquals(Result.Status.OK, well.getStatus());
  }

  @Test
  public void flt09_anIndexThatLeadsToAnotherEventIsNotBelieved() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Forgery.mislead(directory().resolve("index.mv"), 3, 5);
    assertNotBelieved("it led to event 5 instead of event 3");
  }

  @Test
  public void flt09_anIndexThatLeadsNowhereIsNotBelieved() throws Exception {
    open();
    fill(BEYOND_MEMORY);
    store.close();
    Forgery.misplace(directory().resolve("index.mv"), 3);
    assertNotBelieved("it led to no record instead of event 3");
  }

  private void assertNotBelieved(String reason) {
    open();
    assertEquals(List.of(1L, 3L, 5L), ids(new EventQuery("t0", "", "", 0, 3, false)));
    Payload told = awaitEvent("inconsistency_fixed").payload();
    String before = ((Payload.InconsistencyFixed) told).before();
    assertTrue(before, before.contains(reason));
    assertEquals(List.of(1L, 3L, 5L), ids(new EventQuery("t0", "", "", 0, 3, false)));
  }

  @Test
  public void rec13_aBodyThatCannotBeReadIsAnEventAndTheRestGoesOn() throws Exception {
    open();
    fill(2);
    store.close();
    try (Journal journal = Journal.open(directory(), OPTIONS, Disk.real(), record -> {})) {
      journal.append("garbage".getBytes(StandardCharsets.UTF_8)).getValue();
    }
    open();
    fill(1);
    List<Event> events = store.query(EventQuery.after(0, 10));
    assertEquals(List.of(1L, 2L, 3L, 4L), events.stream().map(Event::id).toList());
    assertTrue(events.get(2).payload() instanceof Payload.Unreadable);
    assertEquals(List.of(3L), ids(new EventQuery("", "", "unreadable", 0, 10, false)));
  }

  @Test
  public void aClosedIndexIsSealedSoThatTheNextStartReadsNothing() throws Exception {
    open();
    fill(10);
    store.close();
    assertFalse(Files.exists(directory().resolve("index.boot")));
    open();
    assertEquals(10, store.indexer().at());
    assertEquals(10, store.lastId());
  }

  private List<Long> ids(EventQuery query) {
    return store.query(query).stream().map(Event::id).toList();
  }

  private void fill(int count) throws Exception {
    Promise<Event> last = null;
    for (int i = 0; i < count; i++) {
      last = store.append(killed(i));
    }
    last.getValue();
  }

  private static EventDraft killed(int i) {
    return new EventDraft("t" + i % 2, "s", "owner:test", "", 0, new Payload.ServiceKilled("d"));
  }

  private Event awaitEvent(String type) {
    EventQuery query = new EventQuery("", "", type, 0, 1, true);
    Await.until("an event " + type, () -> !store.query(query).isEmpty());
    return store.query(query).get(0);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static long contentEnd(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7) / 8 * 8;
  }

  private static void write(Path file, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      out.write(bytes);
    }
  }

  /** The version is at 8, the checksum of the first 4096 bytes without itself at 12. */
  private static void newerVersion(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(bytes, 0, 4096);
    header.putInt(8, 2);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, 12);
    crc.update(bytes, 16, 4080);
    header.putInt(12, (int) crc.getValue());
    Files.write(segment, bytes);
  }

  private static int count(EventCursor cursor) {
    try (cursor) {
      int count = 0;
      for (; cursor.hasNext(); count++) {
        cursor.next();
      }
      return count;
    }
  }
}
