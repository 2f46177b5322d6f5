package solo.eventstore.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;
import solo.core.capability.Caller;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.FatalExit;
import solo.eventstore.clock.GuardedClock;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.index.Indexer;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.OpenReport;

/**
 * The event store on a {@link Journal}: an event is acknowledged when its record is. The newest
 * events are held in memory, all others are found by an index that follows the journal.
 */
@Component(
    service = {EventStore.class, JournalEventStore.class},
    configurationPid = "solo.eventstore",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EventStoreConfig.class)
public final class JournalEventStore implements EventStore {
  private static final int RECENT_EVENTS = 4096;
  private static final long RECENT_BYTES = 4L << 20;
  private static final Caller SELF = Caller.system("eventstore");

  private final UUID boot = UUID.randomUUID();
  private final PromiseFactory promises = new PromiseFactory(null);
  private final RecentEvents recent = new RecentEvents(RECENT_EVENTS, RECENT_BYTES);
  private final StoreOpening opening;
  private final GuardedClock clock;
  private final Journal journal;
  private final WitnessedLog.Last openedWith;
  private final JournalSource source;
  private final Indexer indexer;
  private final EventQueries queries;

  /**
   * Opens the store of the data directory.
   *
   * @throws solo.core.event.EventStoreException when the journal cannot be opened; the process was
   *     told to end
   */
  @Activate
  public JournalEventStore(
      EventStoreConfig config,
      @Reference Directories directories,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        new StoreOpening(
            directories.data().resolve("events"),
            Settings.options(config, fatal),
            Disk.real(),
            StoreOpening.kernelBootId(),
            fatal,
            logger),
        GuardedClock.ofMachine(Settings.limits(config, fatal)));
  }

  JournalEventStore(StoreOpening opening, GuardedClock clock) {
    this.opening = opening;
    this.clock = clock;
    journal = opening.stampedBy(clock).journal(this::acknowledged);
    OpenReport report = journal.openReport();
    recent.beginAfter(report.lastId());
    openedWith = new WitnessedLog.Last(report.lastId(), journal.lastLink());
    source = new JournalSource(journal, recent);
    indexer =
        new Indexer(
            new Indexer.Setup(opening.directory(), opening.disk(), opening.kernelBoot(), source),
            this::indexRemade);
    queries = new EventQueries(journal, recent, indexer);
    opening.logger().info("Event log {} opened at event {}", opening.directory(), report.lastId());
    clock.begin(report.lastMs(), this::clockAccepted);
    tellLosses(report);
    report.cut().ifPresent(this::tailCut);
    indexer.remadeAtOpen().ifPresent(this::indexRemade);
  }

  /**
   * The newest acceptance of a leap; empty also where the log cannot tell, as it may come again.
   */
  private Optional<Payload.ClockAccepted> clockAccepted() {
    String type = Payload.typeOf(Payload.ClockAccepted.class);
    try {
      return queries.query(new EventQuery("", "", type, 0, 1, true)).stream()
          .map(event -> (Payload.ClockAccepted) event.payload())
          .findFirst();
    } catch (EventStoreException e) {
      opening
          .logger()
          .warn("Whether the clock's leap was accepted is not known: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** First of all: what comes after a gap is to say so. */
  private void tellLosses(OpenReport report) {
    try {
      new AcceptedLosses(opening, queries, this::append).tell(report.gaps());
    } catch (RuntimeException e) {
      journal.close();
      indexer.close();
      throw e;
    }
  }

  /** On the journal's writer: in memory, and so in every query, before the promise resolves. */
  private void acknowledged(JournalRecord record) {
    recent.add(record);
    indexer.acknowledged(record.id());
  }

  private void tailCut(OpenReport.Cut cut) {
    String where = "%s, offset %d".formatted(cut.segment().getFileName(), cut.offset());
    fixed(
        "TORN_TAIL", "an unfinished write of %d bytes at %s".formatted(cut.bytes(), where), "cut");
  }

  private void indexRemade(String reason) {
    fixed("INDEX_REBUILT", "the event index: " + reason, "made anew from the journal");
  }

  private void fixed(String kind, String before, String after) {
    opening.logger().warn("{}: {}; {}", kind, before, after);
    Payload fixed = new Payload.InconsistencyFixed(kind, before, after);
    try {
      append(EventDraft.ofSystem(SELF, "found while opening or reading", 0, fixed))
          .onFailure(failure -> untold(kind, failure));
    } catch (EventStoreException closed) {
      untold(kind, closed);
    }
  }

  private void untold(String kind, Throwable why) {
    opening.logger().warn("{} is not in the log: {}", kind, why.getMessage());
  }

  @Override
  public Promise<Event> append(EventDraft draft) {
    byte[] body = EventCodec.encode(boot, draft);
    Payload payload = draft.payload();
    return payload instanceof Payload.SystemShutdownComplete
        ? journal.appendLast(body, record -> event(record, draft))
        : journal.append(body, isEssential(payload, draft.cause()), record -> event(record, draft));
  }

  private Event event(JournalRecord record, EventDraft draft) {
    return new Event(record.id(), Instant.ofEpochMilli(record.timeMs()), boot, draft);
  }

  /** What must be possible on a full disk, beside the last event. */
  private static boolean isEssential(Payload payload, long cause) {
    return closesAnIntent(payload, cause)
        || payload instanceof Payload.SystemStarted
        || payload instanceof Payload.SystemReady
        || payload instanceof Payload.ServiceKilled
        || payload instanceof Payload.CapabilityRevoked
        || payload instanceof Payload.DataLossAccepted
        || payload instanceof Payload.RetentionApplied
        || payload instanceof Payload.ArtifactsCollected
        || payload instanceof Payload.SystemShutdownStarted;
  }

  /** An intent that stays open keeps the deploy directory from the service. */
  private static boolean closesAnIntent(Payload payload, long cause) {
    return payload instanceof Payload.ServiceDeploymentFailed && cause != 0;
  }

  @Override
  public Optional<String> refusing() {
    return journal.refusing();
  }

  @Override
  public long lastId() {
    return recent.last();
  }

  @Override
  public Optional<Event> event(long id) {
    return queries.event(id);
  }

  @Override
  public List<Event> query(EventQuery query) {
    return queries.query(query);
  }

  @Override
  public EventCursor read(long afterId) {
    return queries.read(afterId);
  }

  @Override
  public EventFeed follow(long afterId) {
    return new LiveFeed(afterId, recent, queries);
  }

  @Override
  public long takenOutThrough() {
    return journal.takenOutThrough();
  }

  /** Segments were taken out: what is held of them besides goes too. */
  void tookOut() {
    recent.forgetThrough(journal.takenOutThrough());
    indexer.prune();
  }

  @Override
  public Promise<Void> flush() {
    Deferred<Void> flushed = promises.deferred();
    journal
        .flush()
        .onSuccess(v -> indexer.flush().whenComplete((done, e) -> flushed.resolve(null)))
        .onFailure(flushed::fail);
    return flushed.getPromise();
  }

  /** Why ordinary events are refused now, empty where they are not. */
  Optional<String> diskFull() {
    return journal.diskFull();
  }

  /** Why the index is not there or stays behind, empty where all is well. */
  Optional<String> indexOff() {
    return indexer.off();
  }

  /** What stamps its events. */
  GuardedClock clock() {
    return clock;
  }

  /** What it is made of. */
  StoreOpening opening() {
    return opening;
  }

  /** Its last event when it was opened. */
  WitnessedLog.Last openedWith() {
    return openedWith;
  }

  /** The journal with its newest events, which the index is derived from. */
  JournalSource source() {
    return source;
  }

  /** The index that is used. */
  Indexer indexer() {
    return indexer;
  }

  /** For tests: what answers queries. */
  EventQueries queries() {
    return queries;
  }

  /** For tests: how many records queries have read from files. */
  long recordsRead() {
    return queries.recordsRead();
  }

  /** Writes what is queued, then closes journal and index. Closing twice is fine. */
  @Deactivate
  public void close() {
    journal.close();
    recent.end();
    indexer.close();
    opening.logger().info("Event log {} closed at event {}", opening.directory(), recent.last());
  }
}
