package solo.recovery.provider;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;

/**
 * The fold of the log: the newest checkpoint and the tail after it, then kept up to date on demand.
 * A reading that finds nothing new costs a comparison of two ids.
 */
@Component(
    immediate = true,
    service = {StateProjection.class, LogProjection.class})
public final class LogProjection implements StateProjection {

  /** A gap of so many events is read from the index; a longer one from the journal. */
  static final int SHORT_GAP = 1_000;

  private static final String WHAT_TO_DO =
      "; nothing was changed: './solo fsck' tells what is lost; restore a backup, or accept the"
          + " loss with './solo fsck --accept-loss <id>'";

  private final CheckpointStore checkpoints;
  private final EventStore events;
  private final FatalExit fatal;
  private final Logger log;
  private final long checkpointId;
  private BridgedFold fold;
  private volatile SystemState state;

  /** Loads the checkpoint and folds the tail. */
  @Activate
  public LogProjection(
      @Reference CheckpointStore checkpoints,
      @Reference EventStore events,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.checkpoints = checkpoints;
    this.events = events;
    this.fatal = fatal;
    this.log = log;
    state = checkpoints.latest().map(CheckpointStore.Checkpoint::state).orElse(SystemState.EMPTY);
    checkpointId = state.id();
    fold = new BridgedFold(state, events::takenOutThrough);
    try {
      catchUp(events.lastId());
    } catch (RuntimeException e) {
      // Without a projection nothing else is activated, and nobody would end the process.
      if (!isDamage(e)) {
        fatal.exit(ExitCode.IO_FAILURE, "the event log cannot be read: " + e.getMessage());
      }
      throw e;
    }
    log.info("the log is at event {}, the checkpoint was at {}", state.id(), checkpointId);
  }

  @Override
  public SystemState current() {
    long last = events.lastId();
    SystemState now = state;
    return now.id() >= last ? now : catchUp(last);
  }

  /** The id of the checkpoint that this boot began from, 0 where there was none. */
  long checkpointId() {
    return checkpointId;
  }

  /**
   * Folds the log anew from its first event, straight from the journal, and goes on with that.
   * After a gap the first checkpoint counts: it was taken when what is lost was still there.
   *
   * @throws EventStoreException when the journal cannot be read; then nothing has changed
   * @throws IOException when the checkpoints cannot be; then nothing has changed
   */
  public void rebuild() throws IOException {
    Map<Long, SystemState> kept = new HashMap<>();
    for (CheckpointStore.Listed listed : checkpoints.list()) {
      listed.checkpoint().ifPresent(c -> kept.put(listed.id(), c.state()));
    }
    BridgedFold anew = new BridgedFold(SystemState.EMPTY, events::takenOutThrough);
    fromJournal(anew, kept);
    synchronized (this) {
      fold = anew;
      state = anew.state();
      catchUp(events.lastId());
    }
    log.info("the log was folded anew up to event {}", anew.id());
  }

  private synchronized SystemState catchUp(long last) {
    long missing = last - fold.id();
    if (missing > 0) {
      try {
        if (missing > SHORT_GAP || !applyFromIndex((int) missing)) {
          fromJournal(fold, Map.of());
        }
      } catch (EventStoreException e) {
        if (isDamage(e)) {
          fatal.exit(ExitCode.DAMAGED_DATA, e.getMessage() + WHAT_TO_DO);
        }
        throw e;
      }
      state = fold.state();
    }
    return state;
  }

  private static boolean isDamage(RuntimeException e) {
    return e instanceof EventStoreException store
        && store.why() == EventStoreException.Cause.DAMAGED;
  }

  /** Says whether the index had all of them. */
  private boolean applyFromIndex(int missing) {
    List<Event> tail = events.query(EventQuery.after(fold.id(), missing));
    for (Event event : tail) {
      if (event.id() != fold.id() + 1) {
        return false;
      }
      apply(event, fold);
    }
    return tail.size() == missing;
  }

  private void fromJournal(BridgedFold onto, Map<Long, SystemState> kept) {
    try (EventCursor cursor = events.read(onto.id())) {
      while (cursor.hasNext()) {
        Event event = cursor.next();
        apply(event, onto);
        SystemState checkpoint = kept.get(event.id());
        if (checkpoint != null) {
          onto.adopt(checkpoint);
        }
      }
    }
  }

  private void apply(Event event, BridgedFold onto) {
    onto.take(event)
        .ifPresent(gap -> log.warn("the log has no events {} to {}", gap.first(), gap.last()));
    if (event.payload() instanceof Payload.Unreadable unreadable) {
      String detail = Printable.escape(unreadable.detail());
      log.warn("event {} cannot be read and is passed over: {}", event.id(), detail);
    }
  }
}
