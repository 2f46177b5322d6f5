package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.JournalWriter.Acked;

/**
 * The journal of one directory. Safe for use by many threads; an interrupt of a calling thread
 * harms neither the journal nor its files. The format and the open algorithm are in
 * docs/formats/journal.md.
 */
public final class Journal implements AutoCloseable {
  /** The longest body of a record. */
  public static final int MAX_BODY = 1 << 20;

  /** What an empty segment must hold beside a body: the record's header and a seal. */
  private static final int ROOM = RecordFormat.HEADER + RecordFormat.SEAL_SIZE;

  private final Path dir;
  private final Disk disk;
  private final OpenReport report;
  private final RecordFormat format;
  private final Segments segments;
  private final SegmentSupply supply;
  private final RecordLookup lookup;
  private final Readers readers = new Readers();
  private final Removal removal;
  private final RequestQueue queue;
  private final JournalWriter writer;
  private final Thread thread;
  private final int maxBody;
  private final PromiseFactory promises = new PromiseFactory(callbackThreads());

  private Journal(
      Path dir,
      JournalOpener.Opened opened,
      JournalOptions options,
      Disk disk,
      Consumer<JournalRecord> onAcknowledged) {
    this.dir = dir;
    this.disk = disk;
    this.report = opened.report();
    this.format = opened.format();
    this.segments = opened.segments();
    this.supply = opened.supply();
    this.lookup = new RecordLookup(disk, format, segments);
    this.queue = new RequestQueue(options.queueRecords(), options.queueBytes());
    this.writer = new JournalWriter(opened, options, queue, onAcknowledged);
    this.removal = new Removal(dir, disk, format, segments, readers, lookup, writer::acked);
    this.maxBody = Math.min(MAX_BODY, options.segmentBytes() - SegmentHeader.SIZE - ROOM);
    this.thread = new Thread(writer, "solo-journal-writer");
  }

  /**
   * Opens the journal of a directory, or creates one where there is none. Reads the last segment in
   * full, of the others the header and the last record. The caller holds the data directory's lock.
   *
   * @param onAcknowledged gets each record on the writer's thread, in the order of the ids, when it
   *     is forced and can be read, before its promise resolves; must not block and not throw
   * @throws DamagedJournalException when acknowledged data is damaged; nothing was changed
   * @throws NewerFormatException when a newer version of Solo wrote it; nothing was changed
   */
  public static Journal open(
      Path dir, JournalOptions options, Disk disk, Consumer<JournalRecord> onAcknowledged)
      throws IOException, DamagedJournalException {
    return open(dir, options, disk, onAcknowledged, RecordFormat::new);
  }

  /** With another format of the records: a test's. */
  static Journal open(
      Path dir,
      JournalOptions options,
      Disk disk,
      Consumer<JournalRecord> onAcknowledged,
      Function<UUID, RecordFormat> formats)
      throws IOException {
    JournalOpener.Opened opened = new JournalOpener(dir, options, disk, formats).open();
    Journal journal = new Journal(dir, opened, options, disk, onAcknowledged);
    journal.thread.start();
    return journal;
  }

  /** What opening found and did. */
  public OpenReport openReport() {
    return report;
  }

  /** {@link #append(byte[], boolean)} of a record that is not essential. */
  public Promise<JournalRecord> append(byte[] body) {
    return append(body, false);
  }

  /** {@link #append(byte[], boolean, Function)} whose promise has the record itself. */
  public Promise<JournalRecord> append(byte[] body, boolean essential) {
    return append(body, essential, Function.identity());
  }

  /**
   * Appends a record. The promise resolves when it is forced to disk, in the order of the ids. It
   * fails with {@link solo.core.event.EventStoreException} of cause DISK_FULL (nothing was written)
   * or IO_FAILURE (it may be in the journal at the next start). Where the queue is full the call
   * waits; an interrupt does not end the wait and is kept for the caller.
   *
   * @param essential whether it may use the space that is kept for a full disk: kills, revokes, the
   *     record of the stop
   * @param as what the promise has of the record; runs on the writer's thread, so that mapping
   *     keeps the order: must not block and not throw
   * @throws solo.core.event.EventStoreException of cause CLOSED or TOO_LARGE
   */
  public <T> Promise<T> append(byte[] body, boolean essential, Function<JournalRecord, T> as) {
    return append(body, essential, false, as);
  }

  /**
   * Appends the last record: essential, and whatever becomes of it, every later append fails as
   * closed; so does one that waits for room now. None is written after it.
   *
   * @throws solo.core.event.EventStoreException of cause CLOSED or TOO_LARGE; then it was not the
   *     last one
   */
  public <T> Promise<T> appendLast(byte[] body, Function<JournalRecord, T> as) {
    return append(body, true, true, as);
  }

  private <T> Promise<T> append(
      byte[] body, boolean essential, boolean last, Function<JournalRecord, T> as) {
    if (body.length > maxBody) {
      throw new EventStoreException(
          EventStoreException.Cause.TOO_LARGE,
          "a record of " + body.length + " bytes, at most " + maxBody + " are possible",
          null);
    }
    Deferred<T> promised = promises.deferred();
    queue.put(new Request.Append(body.clone(), essential, last, answer(promised, as)));
    return promised.getPromise();
  }

  private static <T> Request.Answer answer(Deferred<T> promised, Function<JournalRecord, T> as) {
    return new Request.Answer() {
      @Override
      public void resolve(JournalRecord record) {
        promised.resolve(as.apply(record));
      }

      @Override
      public void fail(EventStoreException why) {
        promised.fail(why);
      }
    };
  }

  /** The id of the last acknowledged record, 0 for none. */
  public long lastAcknowledgedId() {
    return writer.acked().id();
  }

  /**
   * The records after an id, ending with the last one acknowledged at the call: first those that
   * are kept of segments that were taken out, then all others. May be read while the journal is
   * written and while segments are taken out. To be closed by the caller, since it holds files.
   */
  public JournalCursor read(long afterId) {
    if (afterId < 0) {
      throw new IllegalArgumentException("an id is 0 or above, not " + afterId);
    }
    JournalHold hold = hold(afterId);
    return hold.readOnce(afterId);
  }

  /**
   * Holds every record after an id that is there now: whatever is taken out meanwhile, they can be
   * read until this is closed or says that it has come further.
   */
  public JournalHold hold(long afterId) {
    return new JournalHold(this, readers.enter(segments::base, afterId));
  }

  JournalCursor cursor(Optional<Base> seen, long afterId) {
    refuseClosed();
    JournalWriter.Acked end = writer.acked();
    return new LogCursor(disk, format, segments.behind(seen), end, afterId);
  }

  /**
   * The last id that was taken out, 0 for none: of the records up to it only those are there that
   * are kept, and for each later id there is one, but for accepted gaps.
   */
  public long takenOutThrough() {
    return segments.base().map(Base::through).orElse(0L);
  }

  /** The same with its proof; empty where nothing was taken out. */
  public Optional<TakenOut> takenOut() {
    return segments.base().map(TakenOut::of);
  }

  /**
   * One that is kept of the records that were taken out, empty where it is none of those.
   *
   * @throws solo.core.event.EventStoreException when it cannot be read
   */
  public Optional<JournalRecord> kept(long id) {
    Optional<Base> base = segments.base();
    if (base.filter(one -> one.keeps(id)).isEmpty()) {
      return Optional.empty();
    }
    refuseClosed();
    try (JournalHold hold = hold(id - 1);
        JournalCursor records = hold.read(id - 1)) {
      return records.hasNext()
          ? Optional.of(records.next()).filter(record -> record.id() == id)
          : Optional.empty();
    }
  }

  /** The archives in a directory of what is taken out now. */
  public ArchivedSegments archived(Path directory) throws IOException {
    return archived(directory, segments.base());
  }

  private ArchivedSegments archived(Path directory, Optional<Base> seen) throws IOException {
    // those that a base stands for count here
    Gaps gaps = GapFile.whole(dir, disk, new ArrayList<>());
    return ArchivedSegments.behind(seen, new ArchivedSegments.Place(directory, disk), format, gaps);
  }

  /**
   * The records after an id with those that are archived in a directory: of what was taken out,
   * every one that is archived or kept. To be closed by the caller.
   *
   * @throws IOException when the archives cannot be listed
   */
  public JournalCursor history(Path archives, long afterId) throws IOException {
    JournalHold hold = hold(afterId);
    try {
      ArchivedSegments archived = archived(archives, hold.seen());
      return new HistoryCursor(archived.read(afterId), hold.readOnce(afterId));
    } catch (IOException | RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  /** What takes old segments out of it. */
  public Removal removal() {
    return removal;
  }

  /**
   * One acknowledged record by its place, checked against its checksum but not the chain.
   *
   * @throws solo.core.event.EventStoreException of cause DAMAGED when no whole record starts there
   * @throws IllegalArgumentException when no acknowledged record can be there
   */
  public JournalRecord readAt(long segment, long offset) {
    refuseClosed();
    return lookup.at(segment, offset, writer.acked());
  }

  /** What the next record's link is computed from; 32 zeros for an empty journal. */
  public byte[] lastLink() {
    return writer.acked().link().clone();
  }

  /** Whether an id is within a gap that was accepted, so that there is no record with it. */
  public boolean isLost(long id) {
    return segments.gaps().holding(id).isPresent();
  }

  /**
   * The link of an acknowledged record, 32 zeros for id 0. Reads the record's segment up to it.
   *
   * @throws IllegalArgumentException when there is no acknowledged record with the id, also where
   *     it was taken out; the last one that was has its link
   */
  public byte[] linkAt(long id) {
    Acked end = writer.acked();
    if (id == end.id() && segments.gaps().holding(id).isEmpty()) {
      return end.link().clone();
    }
    refuseClosed();
    return Links.at(disk, format, segments.behind(segments.base()), end, id);
  }

  /** Resolves when everything appended before the call is forced and sealed. */
  public Promise<Void> flush() {
    Deferred<Void> answer = promises.deferred();
    queue.put(new Request.Flush(answer));
    return answer.getPromise();
  }

  /** Why an ordinary record of 16 KiB may be refused now, empty where there is room for it. */
  public Optional<String> refusing() {
    return writer.refusing();
  }

  /** Why ordinary records are refused, while the disk is full. */
  public Optional<String> diskFull() {
    return supply.diskFull();
  }

  /**
   * Writes, forces and seals what is queued, then closes the files. Later appends fail. Closing
   * twice is fine.
   */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lookup.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Callbacks of promises never run on the writer's thread: one that appends to a full queue would
   * wait for itself. The threads end by themselves when they are idle.
   */
  private static Executor callbackThreads() {
    ThreadFactory named =
        work -> {
          Thread thread = new Thread(work, "solo-journal-callback");
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(4, 4, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private void refuseClosed() {
    if (queue.isClosed()) {
      throw new EventStoreException(
          EventStoreException.Cause.CLOSED, "the journal is closed", null);
    }
  }
}
