package solo.capability.provider;

import java.util.ArrayList;
import java.util.List;
import org.osgi.util.promise.Promise;
import solo.capability.token.CapabilityEvents;
import solo.capability.token.Uses;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/** Tells the log of counted uses, one event a token. For one thread at a time. */
final class UseReports {
  private final EventStore events;
  private final Uses uses;

  UseReports(EventStore events, Uses uses) {
    this.events = events;
    this.uses = uses;
  }

  /** What cannot be written now is told with the next. */
  List<Promise<Event>> report() {
    List<Promise<Event>> all = new ArrayList<>();
    List<Uses.Use> used = uses.take();
    int done = 0;
    try {
      for (; done < used.size(); done++) {
        Uses.Use use = used.get(done);
        all.add(events.append(draft(use)).onFailure(failure -> uses.again(use.token())));
      }
    } catch (EventStoreException e) {
      used.subList(done, used.size()).forEach(use -> uses.again(use.token()));
    }
    return all;
  }

  private static EventDraft draft(Uses.Use use) {
    return new EventDraft(
        CapabilityEvents.eventTenant(use.token().tenant()),
        "",
        Caller.token(use.token().accessor()).actor(),
        "",
        use.token().grantId(),
        use.payload());
  }
}
