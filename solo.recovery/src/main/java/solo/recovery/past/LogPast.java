package solo.recovery.past;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import solo.core.event.EventCursor;
import solo.core.event.EventHistory;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.CheckpointStore;

/**
 * Folds the log anew from its begin, archives included, for each question: no checkpoint has tokens
 * and secrets. Only what services were after a loss is asked of the checkpoints. The owner is admin
 * by definition, and asks also while there is no one who knows what others may.
 */
@Component
public final class LogPast implements Past {
  private final EventStore events;
  private final CheckpointStore checkpoints;

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

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile List<LogFoldFactory> folds = List.of();

  /** The past of a log. */
  @Activate
  public LogPast(@Reference EventStore events, @Reference CheckpointStore checkpoints) {
    this.events = events;
    this.checkpoints = checkpoints;
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
    State state = read(counts, most, progress);
    return all ? state : state.only(seen::shows);
  }

  /** The archives are read only for what is older than the log. */
  private State read(Predicate<Event> counts, long most, Consumer<String> progress)
      throws InterruptedException {
    Optional<State> state;
    try (EventCursor log = events.read(0)) {
      state = begin(progress).until(counts, most, log);
    }
    EventHistory archived = history;
    if (state.isEmpty() && archived != null) {
      try (EventCursor log = archived.read(0)) {
        state = begin(progress).until(counts, most, log);
      } catch (IOException e) {
        throw new UncheckedIOException("the archives cannot be read: " + e.getMessage(), e);
      } catch (EventStoreException e) {
        throw unreadable(e);
      }
    }
    return state.orElseThrow(this::gone);
  }

  private PastRead begin(Consumer<String> progress) {
    List<LogFold> others =
        folds.stream()
            .filter(factory -> !factory.name().equals(ServicesFolds.NAME))
            .map(LogFoldFactory::begin)
            .toList();
    return new PastRead(others, new KnownStates(checkpoints)::of, events, progress);
  }

  private EventStoreException unreadable(EventStoreException e) {
    String advice =
        "%s; put that archive back from a copy of it, or ask for event %d or a later one, which needs no archive"
            .formatted(e.getMessage(), events.takenOutThrough());
    return new EventStoreException(e.why(), advice, e);
  }

  private IllegalArgumentException gone() {
    long takenOut = events.takenOutThrough();
    return new IllegalArgumentException(
        "what was so then is not known any more: of the events before %d only those that something"
                .formatted(takenOut)
            + " rests on are there, and not all are archived; ask for event %d or a later one"
                .formatted(takenOut));
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
