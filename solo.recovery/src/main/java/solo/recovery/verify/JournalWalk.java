package solo.recovery.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * Reads the journal's own files, oldest event first, with their chain checked, and folds what it
 * reads. For one thread; to be closed by the caller.
 */
final class JournalWalk implements AutoCloseable {
  /** So many events that cannot be read are findings of their own. */
  static final int MOST_UNREADABLE = 1_000;

  private static final String ACCEPTED = Payload.typeOf(Payload.DataLossAccepted.class);

  private final EventStore events;
  private final List<Finding> found = new ArrayList<>();
  private BridgedFold fold;
  private EventCursor cursor;
  private Optional<Event> last = Optional.empty();
  private boolean broken;
  private int unreadable;

  /** Goes on after a state. */
  JournalWalk(EventStore events, SystemState from) {
    this.events = events;
    fold = new BridgedFold(from, events::takenOutThrough);
  }

  /**
   * Reads the next event of those that were acknowledged when the walk, or {@link #again}, began.
   *
   * @return false where there is none, or the journal is damaged here
   * @throws EventStoreException when the journal cannot be read, which is no damage
   */
  boolean next() {
    try {
      if (cursor == null && !broken) {
        beginAnewWhereTakenOut();
        cursor = events.read(fold.id());
      }
      if (broken || !cursor.hasNext()) {
        return false;
      }
      take(cursor.next());
      return true;
    } catch (EventStoreException e) {
      if (e.why() != EventStoreException.Cause.DAMAGED) {
        throw e;
      }
      damaged(e.getMessage());
      return false;
    }
  }

  /** Goes on with what was acknowledged meanwhile. */
  void again() {
    close();
  }

  /** Of what was taken out meanwhile only that is there which the state rests on. */
  private void beginAnewWhereTakenOut() {
    if (fold.id() > 0 && fold.id() < events.takenOutThrough()) {
      fold = new BridgedFold(SystemState.EMPTY, events::takenOutThrough);
      found.clear();
      unreadable = 0;
    }
  }

  private void take(Event event) {
    fold.take(event).ifPresent(gap -> gap(gap.first(), gap.last()));
    last = Optional.of(event);
    if (event.payload() instanceof Payload.Unreadable payload && unreadable < MOST_UNREADABLE) {
      unreadable++;
      found.add(
          Finding.of(
              Kind.UNREADABLE_EVENT,
              String.valueOf(event.id()),
              "event %d: %s".formatted(event.id(), Printable.escape(payload.detail())),
              "run a version that can read it; what it says does not count until then",
              false));
    }
  }

  /**
   * Goes on from a checkpoint's state, if it is the first after a gap: it was taken when what is
   * lost was still there, and the container goes on from it too.
   */
  boolean adopt(SystemState checkpoint) {
    return fold.adopt(checkpoint);
  }

  private void gap(long first, long end) {
    found.add(
        new Finding(
            Kind.LOG_GAP,
            "",
            "",
            first + "-" + end,
            "events %d to %d are not in the journal".formatted(first, end),
            "restore data/events from a backup, or deploy anew what is missing",
            false,
            acceptedBy(first, end)));
  }

  private long acceptedBy(long first, long end) {
    return events.query(new EventQuery("", "", ACCEPTED, 0, EventQuery.MAX_LIMIT, false)).stream()
        .filter(
            event ->
                event.payload() instanceof Payload.DataLossAccepted accepted
                    && accepted.firstLostId() >= first
                    && accepted.firstLostId() <= end)
        .mapToLong(Event::id)
        .findFirst()
        .orElse(0);
  }

  private void damaged(String where) {
    broken = true;
    found.add(
        Finding.of(
            Kind.CHAIN_BROKEN,
            String.valueOf(fold.id() + 1),
            Printable.escape(where),
            "keep a copy of data/events, restore it from a backup; ./solo fsck says more",
            false));
  }

  /** Whether the journal is damaged where the walk ended. */
  boolean broken() {
    return broken;
  }

  /**
   * Whether events were missing on the way, and no checkpoint has told since what they did: the
   * state is then less than what was acknowledged.
   */
  boolean afterGap() {
    return fold.afterGap();
  }

  /**
   * Where a walk that is to begin after an id has to begin so that it sees each gap whole: an id
   * that lies in an accepted gap gives the last one before it.
   */
  static long wholeGap(EventStore events, long after) {
    if (after <= 0 || isThere(events, after)) {
      return after;
    }
    return accepted(events).stream()
        .mapToLong(first -> first - 1)
        .filter(before -> before < after)
        .max()
        .orElse(after);
  }

  /** The first ids of the losses that were accepted. */
  static Set<Long> accepted(EventStore events) {
    return events.query(new EventQuery("", "", ACCEPTED, 0, EventQuery.MAX_LIMIT, false)).stream()
        .map(Event::payload)
        .filter(Payload.DataLossAccepted.class::isInstance)
        .map(payload -> ((Payload.DataLossAccepted) payload).firstLostId())
        .collect(Collectors.toSet());
  }

  /** One that cannot be read is for the walk to tell. */
  private static boolean isThere(EventStore events, long id) {
    try {
      return events.event(id).isPresent();
    } catch (EventStoreException e) {
      return true;
    }
  }

  /** The last id that was read, or stepped over. */
  long id() {
    return fold.id();
  }

  /** What the events up to here say. */
  SystemState state() {
    return fold.state();
  }

  /** The last event that was read by this walk. */
  Optional<Event> last() {
    return last;
  }

  /** What was found so far. */
  List<Finding> found() {
    return List.copyOf(found);
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
