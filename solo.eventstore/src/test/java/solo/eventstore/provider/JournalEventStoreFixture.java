package solo.eventstore.provider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.eventstore.Await;
import solo.eventstore.clock.ClockLimits;
import solo.eventstore.clock.GuardedClock;
import solo.eventstore.journal.JournalOptions;

/** A store in a directory of its own, with what it said and how it ended. */
abstract class JournalEventStoreFixture {
  static final JournalOptions OPTIONS = JournalOptions.defaults().withSegmentBytes(512 << 10);
  static final int BEYOND_MEMORY = 5_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  final List<String> exits = Collections.synchronizedList(new ArrayList<>());
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final TestDisk disk = new TestDisk();
  JournalEventStore store;

  @After
  public void close() {
    if (store != null) {
      store.close();
    }
  }

  JournalEventStore open() {
    return open(OPTIONS);
  }

  JournalEventStore open(JournalOptions options) {
    store =
        new JournalEventStore(
            new StoreOpening(
                directory(),
                options,
                disk,
                "kernel",
                (code, reason) -> exits.add(code.status() + " " + reason),
                LoggedLines.into(log)),
            GuardedClock.ofMachine(ClockLimits.DEFAULT));
    return store;
  }

  Path directory() {
    return folder.getRoot().toPath().resolve("events");
  }

  List<Long> ids(EventQuery query) {
    return store.query(query).stream().map(Event::id).toList();
  }

  void fill(int count) throws Exception {
    Promise<Event> last = null;
    for (int i = 0; i < count; i++) {
      last = store.append(killed(i));
    }
    last.getValue();
  }

  static EventDraft killed(int i) {
    return new EventDraft("t" + i % 2, "s", "owner:test", "", 0, new Payload.ServiceKilled("d"));
  }

  Event awaitEvent(String type) {
    EventQuery query = new EventQuery("", "", type, 0, 1, true);
    Await.until("an event " + type, () -> !store.query(query).isEmpty());
    return store.query(query).get(0);
  }
}
