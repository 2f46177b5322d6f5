package solo.eventstore.fsck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.SystemState;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.index.IndexReading;
import solo.eventstore.index.Indexed;
import solo.eventstore.journal.Gap;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.JournalView;

/**
 * Folds every event and compares what is derived from them on the way. After a gap the first
 * checkpoint counts: it was taken when what is lost was still there. For one thread.
 */
final class Replay {
  /** So many events that cannot be read are told one by one. */
  private static final int MOST_UNREADABLE = 100;

  private final JournalView view;
  private final TreeMap<Long, SystemState> checkpoints = new TreeMap<>();
  private final Optional<IndexReading> index;
  private final Progress progress;
  private final Map<Long, Payload.DataLossAccepted> losses = new TreeMap<>();
  private final Map<Long, String> unreadable = new TreeMap<>();
  private final List<Long> mismatched = new ArrayList<>();
  private final BridgedFold fold;
  private long events;

  Replay(JournalView view, List<Listed> listed, Optional<IndexReading> index, Progress progress) {
    this.view = view;
    this.index = index;
    this.progress = progress;
    fold = new BridgedFold(SystemState.EMPTY, view::takenOutThrough);
    listed.stream()
        .sorted(Comparator.comparingLong(Listed::id))
        .forEach(one -> one.checkpoint().ifPresent(c -> checkpoints.put(one.id(), c.state())));
  }

  Replay run() {
    try (JournalCursor cursor = view.read(0)) {
      while (cursor.hasNext()) {
        take(cursor.next());
      }
    }
    return this;
  }

  private void take(JournalRecord record) {
    Event event = EventCodec.decode(record.id(), record.timeMs(), record.body());
    fold.take(event);
    index.ifPresent(
        open -> open.compare(new Indexed(event, record.link(), record.segment(), record.offset())));
    SystemState checkpoint = checkpoints.get(event.id());
    if (checkpoint != null) {
      compare(checkpoint);
    }
    if (event.payload() instanceof Payload.DataLossAccepted loss) {
      losses.put(event.id(), loss);
    } else if (event.payload() instanceof Payload.Unreadable cannot
        && unreadable.size() < MOST_UNREADABLE) {
      unreadable.put(event.id(), cannot.detail());
    }
    events++;
    progress.show(() -> "replaying: event %d of %d".formatted(event.id(), view.lastId()));
  }

  private void compare(SystemState checkpoint) {
    if (!fold.adopt(checkpoint) && !checkpoint.equals(fold.state())) {
      mismatched.add(checkpoint.id());
    }
  }

  /** How many there are. */
  long events() {
    return events;
  }

  SystemState state() {
    return fold.state();
  }

  /** Whether events were lost, and no checkpoint has told since what services were. */
  boolean afterGap() {
    return fold.afterGap();
  }

  /** The checkpoints that are not the fold at their id. */
  List<Long> mismatched() {
    return List.copyOf(mismatched);
  }

  /** The event that accepts a gap, 0 where there is none. */
  long acceptedBy(Gap gap) {
    return losses.entrySet().stream()
        .filter(loss -> gap.isToldBy(loss.getValue().firstLostId(), loss.getValue().detail()))
        .mapToLong(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /** Events that cannot be read, with the reason. */
  Map<Long, String> unreadable() {
    return unreadable;
  }
}
