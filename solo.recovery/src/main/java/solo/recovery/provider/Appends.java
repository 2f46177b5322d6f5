package solo.recovery.provider;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/**
 * Events of one recovery: appended without waiting, waited for together. One that cannot be written
 * is logged and does not end the recovery. Safe for use by many threads.
 */
final class Appends {
  private final EventStore events;
  private final Logger log;
  private final ConcurrentLinkedQueue<Promise<Event>> pending = new ConcurrentLinkedQueue<>();

  Appends(EventStore events, Logger log) {
    this.events = events;
    this.log = log;
  }

  /** Appends; {@link #await()} waits for it. */
  void add(EventDraft draft) {
    try {
      pending.add(events.append(draft));
    } catch (EventStoreException e) {
      log.error("event {} was not written: {}", draft.payload().type(), e.getMessage());
    }
  }

  /** Returns when all that was added is durable or has failed. */
  void await() throws InterruptedException {
    for (Promise<Event> next = pending.poll(); next != null; next = pending.poll()) {
      Throwable failure = next.getFailure();
      if (failure != null) {
        log.error("an event of the recovery was not written: {}", failure.getMessage());
      }
    }
  }

  /** Appends and waits; the id, 0 where it failed. */
  long now(EventDraft draft) throws InterruptedException {
    return tryNow(draft).map(Event::id).orElse(0L);
  }

  /** Appends and waits; empty where it failed. */
  Optional<Event> tryNow(EventDraft draft) throws InterruptedException {
    try {
      return Optional.of(events.append(draft).getValue());
    } catch (InvocationTargetException e) {
      log.error("event {} was not written: {}", draft.payload().type(), e.getCause().getMessage());
    } catch (EventStoreException e) {
      log.error("event {} was not written: {}", draft.payload().type(), e.getMessage());
    }
    return Optional.empty();
  }
}
