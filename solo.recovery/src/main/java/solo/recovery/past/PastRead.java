package solo.recovery.past;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import solo.core.audit.Past.State;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventStore;
import solo.core.fold.Fact;
import solo.core.fold.LogFold;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.BridgedFold.Gap;
import solo.core.recovery.SystemState;

/**
 * One reading of the log from its begin into folds that were begun empty, and into one of the
 * services that knows after a loss what the checkpoints know. For one thread.
 */
final class PastRead {
  private static final int STEP = 10_000;

  private final List<LogFold> folds;
  private final BridgedFold services;
  private final Function<Long, Optional<SystemState>> checkpoints;
  private final List<Gap> lost = new ArrayList<>();
  private final EventStore events;
  private final Consumer<String> progress;

  private long read;
  private long lastId;
  private Instant lastAt = Instant.EPOCH;

  /**
   * Begun empty.
   *
   * @param folds of all but the services
   * @param checkpoints that of an event, asked only after a loss
   */
  PastRead(
      List<LogFold> folds,
      Function<Long, Optional<SystemState>> checkpoints,
      EventStore events,
      Consumer<String> progress) {
    this.folds = folds;
    this.services = new BridgedFold(SystemState.EMPTY, events::takenOutThrough);
    this.checkpoints = checkpoints;
    this.events = events;
    this.progress = progress;
  }

  /**
   * Reads as long as events count.
   *
   * @param most no id above it is asked for
   * @return empty when some of those that count are not there any more
   */
  Optional<State> until(Predicate<Event> counts, long most, EventCursor log)
      throws InterruptedException {
    long last = events.lastId();
    while (log.hasNext()) {
      Event event = log.next();
      if (!counts.test(event)) {
        return state(Math.min(most, event.id() - 1));
      }
      take(event, last);
    }
    return state(Math.min(most, last));
  }

  private void take(Event event, long last) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    folds.forEach(fold -> fold.apply(event));
    takeOfServices(event);
    lastId = event.id();
    lastAt = event.time();
    if (++read % STEP == 0) {
      progress.accept("event %d of %d".formatted(lastId, last));
    }
  }

  private void takeOfServices(Event event) {
    services.take(event).ifPresent(lost::add);
    if (services.afterGap()) {
      checkpoints.apply(event.id()).ifPresent(services::adopt);
    }
    if (!services.afterGap()) {
      lost.clear();
    }
  }

  private String lostIds() {
    return lost.stream()
        .map(gap -> gap.first() + "-" + gap.last())
        .collect(Collectors.joining(", "));
  }

  /**
   * What is so now. What is kept of old events makes the state at their end, and no earlier one.
   *
   * @param knownTo no event up to this one is there that was not read
   */
  private Optional<State> state(long knownTo) {
    long takenOut = events.takenOutThrough();
    boolean atTheCut = lastId <= takenOut && knownTo >= takenOut;
    long at = atTheCut ? takenOut : lastId;
    boolean whole = read == lastId && knownTo == lastId;
    if (at < takenOut && !whole) {
      return Optional.empty();
    }
    List<Fact> facts = new ArrayList<>(ServicesFold.facts(services.state().services().values()));
    folds.forEach(fold -> facts.addAll(fold.facts()));
    facts.sort(
        Comparator.comparing(Fact::kind).thenComparing(Fact::tenant).thenComparing(Fact::key));
    return Optional.of(new State(at, lastAt, lostIds(), facts));
  }
}
