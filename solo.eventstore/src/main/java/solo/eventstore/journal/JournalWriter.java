package solo.eventstore.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import solo.core.event.EventStoreException;

/**
 * The only one who writes: batches what waits, forces it, then answers in the order of the ids. The
 * first failure is the last thing it does.
 */
final class JournalWriter implements Runnable {
  /** The end of what is acknowledged. */
  record Acked(long id, byte[] link, long segment, long end) {}

  private record Pending(Request.Append request, JournalRecord record) {}

  /** Room for the record that says that a stop was complete. */
  private static final int LAST_BYTES = 2048;

  /** More than any record of a repair, a finding or a report of some. */
  private static final int ORDINARY_BYTES = 16 << 10;

  private final RequestQueue queue;
  private final JournalOptions options;
  private final RecordFormat format;
  private final Segments segments;
  private final SegmentSupply supply;
  private final Consumer<JournalRecord> onAcknowledged;
  private final ArrayDeque<Request> taken = new ArrayDeque<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private Tail tail;
  private volatile Acked acked;
  private volatile long left;

  JournalWriter(
      JournalOpener.Opened opened,
      JournalOptions options,
      RequestQueue queue,
      Consumer<JournalRecord> onAcknowledged) {
    this.queue = queue;
    this.options = options;
    this.format = opened.format();
    this.segments = opened.segments();
    this.supply = opened.supply();
    this.tail = opened.tail();
    this.left = tail.left();
    this.onAcknowledged = onAcknowledged;
    this.acked = new Acked(tail.last().id(), tail.last().link(), number(), tail.position());
  }

  Acked acked() {
    return acked;
  }

  @Override
  public void run() {
    try (supply) {
      Optional<List<Request>> batch = queue.drain(idleNanos());
      while (batch.isPresent()) {
        taken.addAll(batch.get());
        work();
        batch = queue.drain(idleNanos());
      }
      tail.seal();
      tail.close();
    } catch (IOException | RuntimeException | Error e) {
      failStop(e);
    }
  }

  private long idleNanos() {
    if (!tail.isSealed()) {
      return options.sealAfter().toNanos();
    }
    return supply.diskFull().isPresent()
        ? Math.max(1, options.diskFullRetry().toNanos())
        : RequestQueue.FOREVER;
  }

  private void work() throws IOException {
    if (taken.isEmpty()) {
      idle();
    }
    while (taken.peek() instanceof Request.Append append) {
      if (admit(append)) {
        pending.add(new Pending(append, tail.add(append.body(), options.clock().millis())));
        left = tail.left();
      } else {
        append.fail(refusal());
      }
      taken.poll();
    }
    commit();
    if (taken.peek() instanceof Request.Flush flush) {
      tail.seal();
      flush.answer().resolve(null);
      taken.poll();
    }
    if (tail.left() < options.segmentBytes() / 2) {
      supply.prepareAhead();
    }
  }

  private void idle() throws IOException {
    tail.seal();
    if (supply.diskFull().isPresent()) {
      supply.obtain();
    }
  }

  /** Makes room for a record; false when the disk is full. */
  private boolean admit(Request.Append append) throws IOException {
    int size = RecordFormat.sizeOf(append.body().length);
    boolean fits = size <= tail.left();
    if (size <= tail.left() - reserveFor(append)) {
      return true;
    }
    if (!supply.obtain()) {
      return false;
    }
    if (!fits) {
      commit();
      rotate();
    }
    return true;
  }

  /** What a record must leave to those that matter more: to the last of all it is nothing. */
  private int reserveFor(Request.Append append) {
    if (append.last()) {
      return 0;
    }
    return append.essential()
        ? Math.min(LAST_BYTES, options.reserveBytes() / 2)
        : options.reserveBytes();
  }

  private void rotate() throws IOException {
    boolean empty = tail.last().id() < tail.segment().firstId();
    SegmentHeader header = empty ? inPlaceOf(tail.segment().header()) : next();
    Tail next = supply.start(format, header, tail.last());
    tail.close();
    tail = next;
    segments.put(next.segment());
  }

  private SegmentHeader next() {
    Tail.Last last = tail.last();
    return new SegmentHeader(
        format.instance(),
        number() + 1,
        last.id() + 1,
        options.segmentBytes(),
        last.offset(),
        last.link());
  }

  /** An empty segment from a time when segments were smaller gives its name to its successor. */
  private SegmentHeader inPlaceOf(SegmentHeader empty) {
    return new SegmentHeader(
        empty.instance(),
        empty.number(),
        empty.firstId(),
        options.segmentBytes(),
        empty.lastOffsetBefore(),
        empty.linkBefore());
  }

  private void commit() throws IOException {
    tail.commit();
    while (!pending.isEmpty()) {
      Pending done = pending.peek();
      JournalRecord record = done.record();
      long end = record.offset() + RecordFormat.sizeOf(record.body().length);
      acked = new Acked(record.id(), record.link(), record.segment(), end);
      onAcknowledged.accept(record);
      done.request().answer().resolve(record);
      pending.poll();
    }
  }

  private long number() {
    return tail.segment().number();
  }

  private EventStoreException refusal() {
    String why = supply.diskFull().orElse("");
    return new EventStoreException(EventStoreException.Cause.DISK_FULL, words(why), null);
  }

  private static String words(String full) {
    return "the disk is full: " + full + "; free some space and try again";
  }

  /** Why an ordinary record may be refused now, empty where there is room for it. Any thread. */
  Optional<String> refusing() {
    return left - options.reserveBytes() < ORDINARY_BYTES
        ? supply.diskFull().map(JournalWriter::words)
        : Optional.empty();
  }

  private void failStop(Throwable e) {
    EventStoreException why =
        new EventStoreException(
            EventStoreException.Cause.IO_FAILURE,
            "writing " + tail.segment().file() + " failed, nothing more is written: " + e,
            e);
    try {
      pending.forEach(unanswered -> fail(unanswered.request(), why));
      taken.forEach(unanswered -> fail(unanswered, why));
      queue.fail(why);
      tail.close();
    } catch (IOException | RuntimeException | Error again) {
      why.addSuppressed(again);
    } finally {
      options.onFatal().accept(why);
    }
  }

  /** One answer that throws, such as for want of a thread, keeps no other from being given. */
  private static void fail(Request unanswered, EventStoreException why) {
    try {
      unanswered.fail(why);
    } catch (RuntimeException | Error again) {
      why.addSuppressed(again);
    }
  }
}
