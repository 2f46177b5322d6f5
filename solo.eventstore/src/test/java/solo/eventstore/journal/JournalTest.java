package solo.eventstore.journal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;

/** The journal on the real file system. */
public class JournalTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final JournalOptions options = JournalOptions.defaults().withSegmentBytes(16 << 10);
  private final List<JournalRecord> seen = new CopyOnWriteArrayList<>();
  private Path dir;

  @Before
  public void directory() {
    dir = folder.getRoot().toPath().resolve("data").resolve("events");
  }

  @Test
  public void aNewJournalSaysSoAndAnOldOneDoesNot() throws Exception {
    try (Journal journal = open(options)) {
      assertTrue(journal.openReport().created());
      append(journal, "one");
    }
    try (Journal journal = open(options)) {
      assertFalse(journal.openReport().created());
      assertEquals(1, journal.openReport().lastId());
      assertTrue(journal.openReport().cut().isEmpty());
      assertEquals("after a clean close all is sealed", 0, journal.openReport().rewritten());
    }
  }

  @Test
  public void aRecordIsReadBackByCursorAndByPlace() throws Exception {
    try (Journal journal = open(options)) {
      List<JournalRecord> written = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        written.add(append(journal, "body " + i));
      }
      assertTrue("several segments", written.get(299).segment() > 2);
      assertEquals(300, seen.size());
      assertSame(written, all(journal, 0));
      assertSame(written.subList(150, 300), all(journal, 150));
      for (JournalRecord record : written) {
        assertSame(List.of(record), List.of(journal.readAt(record.segment(), record.offset())));
        assertArrayEquals(record.link(), journal.linkAt(record.id()));
      }
      assertArrayEquals(new byte[32], journal.linkAt(0));
      assertEquals(List.of(), all(journal, 300));
    }
  }

  @Test
  public void evt05_idsHaveNoGapAcrossRestartsAndEightWriters() throws Exception {
    List<JournalRecord> answers = new CopyOnWriteArrayList<>();
    for (int run = 0; run < 4; run++) {
      try (Journal journal = open(options)) {
        writers(8, () -> answers.add(append(journal, "from many")), 50);
      }
    }
    List<Long> ids = answers.stream().map(JournalRecord::id).sorted().toList();
    for (int i = 0; i < 1600; i++) {
      assertEquals(i + 1, (long) ids.get(i));
      assertEquals("listener order", i + 1, seen.get(i).id());
    }
    try (Journal journal = open(options)) {
      assertSame(seen, all(journal, 0));
    }
  }

  @Test
  public void evt06_07_timeIsUtcAndNeverGoesBack() throws Exception {
    AtomicLong now = new AtomicLong(5_000);
    JournalOptions clocked = options.withClock(new TestClock(now));
    try (Journal journal = open(clocked)) {
      assertEquals(5_000, append(journal, "a").timeMs());
      now.set(1_000);
      assertEquals(5_000, append(journal, "b").timeMs());
    }
    try (Journal journal = open(clocked)) {
      assertEquals("also after a restart", 5_000, append(journal, "c").timeMs());
      for (int i = 0; i < 200; i++) {
        append(journal, "into the next segment");
      }
    }
    try (Journal journal = open(clocked)) {
      now.set(6_000);
      assertEquals(6_000, append(journal, "d").timeMs());
    }
  }

  @Test
  public void evt10_anIdIsNeverUsedAgain() throws Exception {
    long last = 0;
    for (int run = 0; run < 20; run++) {
      try (Journal journal = open(options)) {
        assertEquals(last, journal.lastAcknowledgedId());
        last = append(journal, "run " + run).id();
        assertEquals(run + 1, last);
      }
    }
  }

  @Test
  public void evt13_aFullQueueHoldsItsCallersBack() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    GatedDisk disk = new GatedDisk(Disk.real());
    JournalOptions small = options.withQueue(10, 1 << 20).withPrepareAhead(false);
    try (Journal journal = Journal.open(dir, small, disk, seen::add)) {
      disk.hold(release);
      Promise<JournalRecord> first = journal.append(bytes("held in its force"));
      disk.awaitHeld();
      CopyOnWriteArrayList<Promise<JournalRecord>> accepted = new CopyOnWriteArrayList<>();
      Thread caller = new Thread(() -> appendInto(journal, accepted, 50));
      caller.start();
      await(
          "the caller waits",
          () -> accepted.size() >= 10 && caller.getState() == Thread.State.WAITING);
      assertEquals(10, accepted.size());
      caller.interrupt();
      release.countDown();
      caller.join(TimeUnit.SECONDS.toMillis(30));
      assertEquals(50, accepted.size());
      for (Promise<JournalRecord> promise : accepted) {
        promise.getValue();
      }
      assertEquals(1, first.getValue().id());
      assertTrue("the interrupt is kept for the caller", interruptSeen);
    }
  }

  private volatile boolean interruptSeen;

  private void appendInto(Journal journal, List<Promise<JournalRecord>> accepted, int count) {
    for (int i = 0; i < count; i++) {
      accepted.add(journal.append(bytes("no " + i)));
    }
    interruptSeen = Thread.interrupted();
  }

  @Test
  public void anInterruptedCallerHarmsNothing() throws Exception {
    try (Journal journal = open(options)) {
      Thread.currentThread().interrupt();
      Promise<JournalRecord> promise = journal.append(bytes("interrupted"));
      try (JournalCursor cursor = journal.read(0)) {
        cursor.hasNext();
      }
      assertTrue(Thread.interrupted());
      JournalRecord record = promise.getValue();
      Thread.currentThread().interrupt();
      assertEquals(1, journal.readAt(record.segment(), record.offset()).id());
      assertTrue(Thread.interrupted());
      append(journal, "and on");
    }
    Thread.currentThread().interrupt();
    try (Journal journal = open(options)) {
      assertEquals(2, journal.lastAcknowledgedId());
    }
    assertTrue("kept", Thread.interrupted());
  }

  @Test
  public void closeWritesWhatIsQueued() throws Exception {
    List<Promise<JournalRecord>> promises = new ArrayList<>();
    try (Journal journal = open(options)) {
      for (int i = 0; i < 2000; i++) {
        promises.add(journal.append(bytes("queued " + i)));
      }
      journal.close();
      assertClosed(() -> journal.append(bytes("too late")));
      assertClosed(journal::flush);
      assertClosed(() -> journal.read(0));
    }
    for (Promise<JournalRecord> promise : promises) {
      assertTrue(promise.isDone());
      promise.getValue();
    }
    try (Journal journal = open(options)) {
      assertEquals(2000, journal.lastAcknowledgedId());
    }
  }

  @Test
  public void aBodyThatIsTooLargeIsRefusedAtOnce() throws Exception {
    try (Journal journal = open(JournalOptions.defaults())) {
      EventStoreException e =
          assertThrows(
              EventStoreException.class, () -> journal.append(new byte[Journal.MAX_BODY + 1]));
      assertEquals(EventStoreException.Cause.TOO_LARGE, e.why());
      JournalRecord largest = journal.append(new byte[Journal.MAX_BODY]).getValue();
      assertEquals(Journal.MAX_BODY, journal.readAt(1, largest.offset()).body().length);
      assertSame(List.of(largest), all(journal, 0));
    }
  }

  @Test
  public void aCursorEndsAtTheLastRecordAcknowledgedWhenItWasMade() throws Exception {
    try (Journal journal = open(options)) {
      append(journal, "before");
      try (JournalCursor cursor = journal.read(0)) {
        for (int i = 0; i < 200; i++) {
          append(journal, "after");
        }
        assertEquals(1, cursor.next().id());
        assertFalse(cursor.hasNext());
      }
    }
  }

  @Test
  public void cursorsReadWhileTheWriterWrites() throws Exception {
    try (Journal journal = open(options)) {
      ExecutorService reader = Executors.newSingleThreadExecutor();
      CountDownLatch read = new CountDownLatch(1);
      Future<Integer> rounds = reader.submit(() -> readUpTo(2000, journal, read));
      writers(4, () -> appendAndAwait(journal, read), 500);
      assertTrue(rounds.get(60, TimeUnit.SECONDS) > 0);
      reader.shutdown();
    }
  }

  /** How often there was something to read; the first time, and the end, is told. */
  private static int readUpTo(long end, Journal journal, CountDownLatch read) {
    int count = 0;
    try {
      while (journal.lastAcknowledgedId() < end) {
        long last = journal.lastAcknowledgedId();
        assertTrue(all(journal, 0).size() >= last);
        if (last > 0) {
          count++;
          read.countDown();
        }
      }
      return count;
    } finally {
      read.countDown();
    }
  }

  private static void appendAndAwait(Journal journal, CountDownLatch read) throws Exception {
    append(journal, "while read");
    assertTrue("the first is read within 30 s", read.await(30, TimeUnit.SECONDS));
  }

  @Test
  public void theLastBatchIsSealedWhenTheWriterIsIdle() throws Exception {
    JournalOptions quick =
        options.withWaits(Duration.ofMillis(1), Duration.ZERO).withPrepareAhead(false);
    GatedDisk disk = new GatedDisk(Disk.real());
    try (Journal journal = Journal.open(dir, quick, disk, seen::add)) {
      int before = disk.forces();
      append(journal, "one");
      await("a second force, of the seal", () -> disk.forces() == before + 2);
    }
  }

  @Test
  public void theDefaultSealsWithinFiftyMilliseconds() {
    assertTrue(JournalOptions.defaults().sealAfter().toMillis() <= 50);
  }

  private Journal open(JournalOptions with) throws IOException {
    return Journal.open(dir, with, Disk.real(), seen::add);
  }

  private static JournalRecord append(Journal journal, String body) throws Exception {
    return journal.append(bytes(body)).getValue();
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  static List<JournalRecord> all(Journal journal, long afterId) {
    List<JournalRecord> records = new ArrayList<>();
    try (JournalCursor cursor = journal.read(afterId)) {
      cursor.forEachRemaining(records::add);
    }
    return records;
  }

  static void assertSame(List<JournalRecord> expected, List<JournalRecord> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      JournalRecord one = expected.get(i);
      JournalRecord other = actual.get(i);
      assertEquals(one.id(), other.id());
      assertEquals(one.timeMs(), other.timeMs());
      assertEquals(one.segment(), other.segment());
      assertEquals(one.offset(), other.offset());
      assertArrayEquals(one.link(), other.link());
      assertArrayEquals(one.body(), other.body());
    }
  }

  private static void assertClosed(org.junit.function.ThrowingRunnable call) {
    EventStoreException e = assertThrows(EventStoreException.class, call);
    assertEquals(EventStoreException.Cause.CLOSED, e.why());
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      assertTrue("waited 30 s: " + what, System.nanoTime() < deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void writers(int threads, Work work, int times) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          pool.submit(
              () -> {
                for (int n = 0; n < times; n++) {
                  work.run();
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();
  }

  /** A clock that a test sets. */
  static final class TestClock extends java.time.Clock {
    private final AtomicLong now;

    TestClock(AtomicLong now) {
      this.now = now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now.get());
    }
  }
}
