package solo.eventstore.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.osgi.util.promise.Promise;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/**
 * A run of the journal on a {@link SimDisk}, the same for the same seed: bursts of appends, each
 * one batch, flushes, and a close. Keeps the disk's state before every operation with what was
 * acknowledged by then.
 */
final class CrashScript implements SimDisk.Watcher {
  static final Path DIR = Path.of("/sim/events");

  static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withSegmentBytes(8 << 10)
          .withWaits(Duration.ofDays(1), Duration.ZERO)
          .withPrepareAhead(false);

  /**
   * The disk before an operation.
   *
   * @param acked the last id acknowledged, or shown at an open, by then
   * @param bodies what was appended: the body of id 1 first
   */
  record State(SimDisk disk, int operation, SimDisk.Op op, long acked, List<byte[]> bodies) {}

  final List<State> states = new ArrayList<>();
  final List<byte[]> bodies;
  final List<EventStoreException.Cause> failures = new ArrayList<>();
  final List<Throwable> fatal = new ArrayList<>();
  volatile long acked;

  private final Random random;
  private final SimDisk disk;
  private final Function<UUID, RecordFormat> formats;
  private final SimDisk.Watcher faults;
  private final boolean keepStates;
  private volatile CountDownLatch gate;
  private volatile boolean held;

  CrashScript(
      long seed,
      State from,
      Function<UUID, RecordFormat> formats,
      SimDisk.Watcher faults,
      boolean keepStates) {
    this.random = new Random(seed);
    this.disk = from.disk;
    this.acked = from.acked;
    this.bodies = new ArrayList<>(from.bodies);
    this.formats = formats;
    this.faults = faults;
    this.keepStates = keepStates;
  }

  static State nothing(SimDisk disk) {
    return new State(disk, 0, SimDisk.Op.LIST, 0, List.of());
  }

  SimDisk disk() {
    return disk;
  }

  /** Opens, appends in bursts, closes. What fails to open is thrown, what fails later is kept. */
  CrashScript run(int bursts) throws IOException, InterruptedException {
    disk.watch(this);
    JournalOptions options = OPTIONS.withOnFatal(fatal::add);
    try (Journal journal =
        Journal.open(DIR, options, disk, record -> acked = record.id(), formats)) {
      acked = journal.lastAcknowledgedId();
      while (bodies.size() > acked) {
        bodies.remove(bodies.size() - 1);
      }
      for (int i = 0; i < bursts && !stopped(); i++) {
        burst(journal, random.nextInt(3) == 0 ? 1 : 2 + random.nextInt(8));
        if (random.nextInt(3) == 0) {
          note(settle(journal.flush()));
        }
      }
    } finally {
      disk.watch((number, op) -> {});
    }
    return this;
  }

  @Override
  public void before(int number, SimDisk.Op op) throws IOException {
    if (keepStates && op.changes()) {
      states.add(new State(disk.kill(), number, op, acked, bodies));
    }
    CountDownLatch now = gate;
    if (op == SimDisk.Op.FORCE && now != null) {
      gate = null;
      held = true;
      await(now);
    }
    faults.before(number, op);
  }

  /** One record alone, then the rest while the first one's force is held: they are one batch. */
  private void burst(Journal journal, int count) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    List<Promise<JournalRecord>> answers = new ArrayList<>();
    held = false;
    gate = count > 1 ? release : null;
    answers.add(append(journal));
    while (count > 1 && !held && !answers.get(0).isDone()) {
      LockSupport.parkNanos(10_000);
    }
    for (int i = 1; i < count; i++) {
      answers.add(append(journal));
    }
    gate = null;
    release.countDown();
    int first = bodies.size() - count;
    List<byte[]> refused = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (note(settle(answers.get(i))) == EventStoreException.Cause.DISK_FULL) {
        refused.add(bodies.get(first + i));
      }
    }
    // A refused record took no id; one that failed with the disk may still turn up.
    bodies.removeIf(body -> refused.stream().anyMatch(one -> one == body));
  }

  private EventStoreException.Cause note(Throwable why) {
    EventStoreException.Cause cause = why == null ? null : ((EventStoreException) why).why();
    if (cause != null) {
      failures.add(cause);
    }
    return cause;
  }

  private boolean stopped() {
    return failures.contains(EventStoreException.Cause.IO_FAILURE);
  }

  private Promise<JournalRecord> append(Journal journal) {
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    bodies.add(body);
    return journal.append(body);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static Throwable settle(Promise<?> promise) throws InterruptedException {
    try {
      promise.getValue();
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }
}
