package solo.eventstore.provider;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.event.Event;
import solo.core.event.EventAccess;
import solo.core.event.EventCursor;
import solo.core.event.EventFeed;
import solo.core.event.EventHistory;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;

/**
 * The store behind the permission to query events. The owner is admin by definition and goes
 * straight to the store, also while there is no one to ask about others.
 */
@Component
public final class GuardedEvents implements EventAccess {
  private final EventStore store;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Authorization authorization;

  /** Not there before retention is configured. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile EventHistory history;

  @Activate
  public GuardedEvents(@Reference EventStore store) {
    this.store = store;
  }

  @Override
  public EventCursor history(EventQuery query, Caller caller) throws IOException {
    if (caller.kind() == Caller.Kind.OWNER) {
      return new MatchingEvents(all(query.since()), query, event -> true);
    }
    View view = View.of(authorization(), caller);
    EventQuery narrowed = view.narrow(query);
    authorization().require(caller, Permission.EVENTS, view.tenant(narrowed), view.of(narrowed));
    return new MatchingEvents(all(query.since()), narrowed, view::shows);
  }

  private EventCursor all(long afterId) throws IOException {
    EventHistory archived = history;
    return archived == null ? store.read(afterId) : archived.read(afterId);
  }

  @Override
  public List<Event> query(EventQuery query, Caller caller) {
    if (caller.kind() == Caller.Kind.OWNER) {
      return store.query(query);
    }
    View view = View.of(authorization(), caller);
    EventQuery narrowed = view.narrow(query);
    authorization().require(caller, Permission.EVENTS, view.tenant(narrowed), view.of(narrowed));
    return view.showsAll(narrowed)
        ? store.query(narrowed)
        : new VisibleEvents(store, view::shows).query(narrowed);
  }

  @Override
  public Optional<Event> event(long id, Caller caller) {
    if (caller.kind() == Caller.Kind.OWNER) {
      return store.event(id);
    }
    View view = admitted(caller);
    return store.event(id).filter(view::shows);
  }

  @Override
  public EventFeed follow(long afterId, Caller caller) {
    if (caller.kind() == Caller.Kind.OWNER) {
      return store.follow(afterId);
    }
    View view = admitted(caller);
    return new VisibleFeed(store.follow(afterId), view);
  }

  private View admitted(Caller caller) {
    View view = View.of(authorization(), caller);
    authorization().require(caller, Permission.EVENTS, view.scope(), view.reach());
    return view;
  }

  private Authorization authorization() {
    Authorization now = authorization;
    if (now == null) {
      throw new IllegalStateException(
          "nobody can tell yet who may query events: try again when 'solo status' says ready");
    }
    return now;
  }
}
