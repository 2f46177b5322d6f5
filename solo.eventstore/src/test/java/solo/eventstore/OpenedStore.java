package solo.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.Payload;

/** A store of a provider in a directory of its own, for the contract's tests. */
public abstract class OpenedStore {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00.123Z"));
  EventStore store;

  /** Opens the store of a directory. */
  protected abstract EventStore open(Path directory, Clock clock) throws Exception;

  /** Closes one that {@link #open} gave. */
  protected abstract void close(EventStore store) throws Exception;

  @Before
  public void openStore() throws Exception {
    store = open(folder.getRoot().toPath(), clock());
  }

  @After
  public void closeStore() throws Exception {
    close(store);
  }

  final void restart() throws Exception {
    close(store);
    openStore();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }

  /** Appends and waits for the acknowledgement. */
  protected final Event append(EventDraft draft)
      throws InvocationTargetException, InterruptedException {
    return store.append(draft).getValue();
  }

  /** A kill. */
  protected static EventDraft killed(String tenant, String service) {
    return draft(tenant, service, new Payload.ServiceKilled("d"));
  }

  static EventDraft draft(String tenant, String service, Payload payload) {
    return new EventDraft(tenant, service, "owner:test", "why", 0, payload);
  }

  /** The events of a cursor, which it closes. */
  protected static List<Event> all(EventCursor cursor) {
    try (cursor) {
      List<Event> events = new ArrayList<>();
      cursor.forEachRemaining(events::add);
      return events;
    }
  }
}
