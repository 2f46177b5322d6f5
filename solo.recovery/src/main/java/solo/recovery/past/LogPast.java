package solo.recovery.past;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.audit.Past;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventStore;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/**
 * Folds the log anew from its begin, for each question: no checkpoint has tokens and secrets. The
 * owner is admin by definition, and asks also while there is no one who knows what others may.
 */
@Component
public final class LogPast implements Past {
  private final EventStore events;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Authorization authorization;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile List<LogFoldFactory> folds = List.of();

  /** The past of a log. */
  @Activate
  public LogPast(@Reference EventStore events) {
    this.events = events;
  }

  @Override
  public State at(long id, Caller caller, Consumer<String> progress) throws InterruptedException {
    long last = events.lastId();
    if (id < 0 || id > last) {
      throw new IllegalArgumentException(
          "the log has come to event %d; ask for one from 0 to there, not for %d"
              .formatted(last, id));
    }
    return state(event -> event.id() <= id, id, caller, progress);
  }

  @Override
  public State at(Instant time, Caller caller, Consumer<String> progress)
      throws InterruptedException {
    return state(event -> !event.time().isAfter(time), Long.MAX_VALUE, caller, progress);
  }

  private State state(Predicate<Event> counts, long most, Caller caller, Consumer<String> progress)
      throws InterruptedException {
    boolean all = caller.kind() == Caller.Kind.OWNER;
    Seen seen = all ? null : new Seen(authorization(), caller);
    if (!all) {
      seen.require();
    }
    List<LogFold> begun = folds.stream().map(LogFoldFactory::begin).toList();
    State state = new PastRead(begun, events, progress).until(counts, most);
    return all
        ? state
        : new State(state.atId(), state.at(), state.facts().stream().filter(seen::shows).toList());
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
