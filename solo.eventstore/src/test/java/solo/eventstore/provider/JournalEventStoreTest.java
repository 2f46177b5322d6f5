package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
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
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.eventstore.Await;
import solo.eventstore.journal.Journal;

public class JournalEventStoreTest extends JournalEventStoreFixture {
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
    assertTrue(
        told,
        told.contains("nothing was changed: './solo fsck' tells what is lost; restore a backup"));
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
  public void shd03_whoWaitsForRoomIsRefusedByTheLastEventWhichNeedsNone() throws Exception {
    open(OPTIONS.withQueue(1, 1 << 20));
    CountDownLatch gate = new CountDownLatch(1);
    disk.holdForces(gate);
    List<Promise<Event>> taken = Collections.synchronizedList(new ArrayList<>());
    List<EventStoreException.Cause> refused = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread writer = new Thread(() -> appendUntilRefused(taken, refused));
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      Await.until("it waits", () -> writer.getState() == Thread.State.WAITING);
    }
    Promise<Event> last = store.append(complete(""));
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(Collections.nCopies(8, EventStoreException.Cause.CLOSED), refused);
    gate.countDown();
    assertEquals(taken.size() + 1, last.getValue().id());
    for (Promise<Event> one : taken) {
      assertTrue(one.getValue().id() <= taken.size());
    }
  }

  private void appendUntilRefused(
      List<Promise<Event>> taken, List<EventStoreException.Cause> refused) {
    try {
      while (true) {
        taken.add(store.append(killed(1)));
      }
    } catch (EventStoreException e) {
      refused.add(e.why());
    }
  }

  @Test
  public void shd03_alsoALastEventThatTheDiskDoesNotTakeIsTheLast() throws Exception {
    open(OPTIONS.withWaits(Duration.ofMillis(1), Duration.ZERO));
    fill(1);
    disk.full(true);
    EventStoreException.Cause why = null;
    while (why == null) {
      why = refusal(killed("x".repeat(100_000)));
    }
    assertEquals(EventStoreException.Cause.DISK_FULL, why);
    long before = store.lastId();
    assertEquals(EventStoreException.Cause.DISK_FULL, refusal(complete("x".repeat(300_000))));
    disk.full(false);
    EventStoreException closed =
        assertThrows(EventStoreException.class, () -> store.append(killed(1)));
    assertEquals(EventStoreException.Cause.CLOSED, closed.why());
    store.flush().getValue();
    assertEquals(before, store.lastId());
  }

  @Test
  public void shd03_alsoAfterAForceThatFailed() throws Exception {
    open();
    disk.fail(true);
    assertEquals(EventStoreException.Cause.IO_FAILURE, refusal(complete("")));
    EventStoreException closed =
        assertThrows(EventStoreException.class, () -> store.append(killed(1)));
    assertEquals(EventStoreException.Cause.CLOSED, closed.why());
  }

  @Test
  public void shd03_theStoresOwnRepairsAreNotBehindTheLastEvent() throws Exception {
    open();
    fill(10);
    store.append(complete("")).getValue();
    store.indexer().distrust("a test's");
    Await.until("the repair is told", () -> log.toString().contains("is not in the log"));
    assertEquals(11, store.lastId());
  }

  static EventDraft complete(String stragglers) {
    Payload complete = new Payload.SystemShutdownComplete("test", 1, 0, stragglers);
    return EventDraft.ofSystem(Caller.system("stop"), "", 0, complete);
  }

  private static EventDraft killed(String digest) {
    return new EventDraft("t", "s", "owner:test", "", 0, new Payload.ServiceKilled(digest));
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
}
