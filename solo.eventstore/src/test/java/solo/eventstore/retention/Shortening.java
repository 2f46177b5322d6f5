package solo.eventstore.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;
import solo.core.collect.CountedHolds;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.Checkpointer;
import solo.core.recovery.Fold;
import solo.core.recovery.SystemState;
import solo.core.retention.Retention.Action;
import solo.eventstore.Doors;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.JournalHistory;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;

/** A store with small segments in a directory of its own, and a retention of it. */
public abstract class Shortening {
  static final Caller ADA = Caller.owner("ada");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  final CountedHolds holds = new CountedHolds();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final List<Event> written = Collections.synchronizedList(new ArrayList<>());
  List<LogFoldFactory> factories = NewestFold.all();
  JournalEventStore store;
  JournalHistory history;
  CheckpointFiles checkpoints;
  Optional<IOException> noCheckpoint = Optional.empty();
  BaseWitness witness = next -> {};

  @Before
  public void open() {
    store = Stores.open(data().resolve("events"), Clock.systemUTC(), 16 << 10);
    history = new JournalHistory(store);
    checkpoints = new CheckpointFiles(history, LoggedLines.into(log));
  }

  @After
  public void close() {
    store.close();
  }

  final void reopen() {
    close();
    open();
  }

  final Path data() {
    return folder.getRoot().toPath();
  }

  /** By size alone. */
  final LogRetention retention(long maxBytes, Action action) {
    return retention(
        new Policy(Duration.ZERO, maxBytes, action, data().resolve("archive"), Duration.ofDays(1)));
  }

  final LogRetention retention(Policy policy) {
    Checkpointer checkpointer = (caller, reason) -> checkpoint();
    LogRetention retention =
        new LogRetention(
            new Application.Parts(
                history,
                store,
                checkpoints,
                checkpointer,
                holds,
                witness,
                Duration.ofMillis(50),
                LoggedLines.into(log)),
            new Archives(policy, history),
            new Doors((caller, permission, tenant) -> {}),
            clock());
    retention.factories = factories;
    return retention;
  }

  private static ContainerClock clock() {
    return (ContainerClock)
        java.lang.reflect.Proxy.newProxyInstance(
            ContainerClock.class.getClassLoader(),
            new Class<?>[] {ContainerClock.class},
            (proxy, method, arguments) -> java.time.Instant.now());
  }

  private Event checkpoint() throws IOException {
    if (noCheckpoint.isPresent()) {
      throw noCheckpoint.get();
    }
    Fold fold = new Fold(SystemState.EMPTY);
    for (Event event : all(store.read(0))) {
      if (event.id() > fold.id() + 1) {
        fold.skipTo(event.id());
      }
      fold.apply(event);
    }
    checkpoints.write(fold.state());
    return null;
  }

  /** Appends events of a few services, secrets and limits, most of which replace earlier ones. */
  final void append(int count, Random random) throws Exception {
    List<Promise<Event>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(store.append(draft(random)));
    }
    for (Promise<Event> answer : answers) {
      written.add(answer.getValue());
    }
  }

  private static EventDraft draft(Random random) {
    String tenant = "t" + random.nextInt(3);
    String subject = "s" + random.nextInt(8);
    Payload payload =
        switch (random.nextInt(6)) {
          case 0 -> new Payload.ServiceKilled("d" + random.nextInt(99));
          case 1 -> new Payload.SecretStored(subject, 1, 1, "c".repeat(random.nextInt(300)), 3);
          case 2 -> new Payload.SecretDeleted(subject, 1);
          case 3 -> new Payload.LimitsChanged(random.nextInt(9), 1);
          default -> new Payload.SecretAccessed(subject, 1);
        };
    return new EventDraft(tenant, subject, "owner:ada", "why", 0, payload);
  }

  static List<Event> all(EventCursor cursor) {
    try (cursor) {
      List<Event> events = new ArrayList<>();
      cursor.forEachRemaining(events::add);
      return events;
    }
  }

  final List<Event> query(EventQuery query) {
    return store.query(query);
  }

  /** What all events make, by a factory. */
  static String fold(LogFoldFactory factory, List<Event> events) {
    var fold = factory.begin();
    events.forEach(fold::apply);
    return fold.fingerprint();
  }

  /** The events with those that are archived. */
  final List<Event> fromArchives() throws IOException {
    try (JournalCursor records = history.journal().history(data().resolve("archive"), 0)) {
      List<Event> events = new ArrayList<>();
      while (records.hasNext()) {
        JournalRecord record = records.next();
        events.add(EventCodec.decode(record.id(), record.timeMs(), record.body()));
      }
      return events;
    }
  }
}
