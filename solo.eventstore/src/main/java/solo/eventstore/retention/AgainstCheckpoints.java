package solo.eventstore.retention;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.event.Event;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.SystemState;
import solo.core.retention.RetentionException;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/**
 * Compares what the log would say once its begin is taken out with every checkpoint that then still
 * counts. After a loss a checkpoint may know what no event says any more; once the loss is not in
 * the log, nobody would ask it. For one thread.
 */
final class AgainstCheckpoints {
  private final Journal journal;
  private final SortedMap<Long, SystemState> states = new TreeMap<>();

  /**
   * With all that can be used.
   *
   * @throws RetentionException when they cannot be listed
   */
  AgainstCheckpoints(Journal journal, CheckpointStore checkpoints) throws RetentionException {
    this.journal = journal;
    try {
      for (Listed listed : checkpoints.list()) {
        listed.checkpoint().ifPresent(usable -> states.put(listed.id(), usable.state()));
      }
    } catch (IOException e) {
      throw new RetentionException("the checkpoints cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * The first that is otherwise.
   *
   * @param at what the events up to the last that goes say
   * @return in words; empty when there is none
   */
  Optional<String> difference(SystemState at) {
    SortedMap<Long, SystemState> counting = states.tailMap(at.id());
    BridgedFold fold = new BridgedFold(at, at::id);
    Optional<String> difference = difference(fold, counting.get(at.id()));
    long end = counting.isEmpty() ? 0 : counting.lastKey();
    try (JournalCursor records = journal.read(at.id())) {
      while (difference.isEmpty() && fold.id() < end && records.hasNext()) {
        fold.take(decoded(records.next()));
        difference = difference(fold, counting.get(fold.id()));
      }
    }
    return difference;
  }

  private static Optional<String> difference(BridgedFold fold, SystemState checkpoint) {
    if (checkpoint == null || fold.adopt(checkpoint)) {
      return Optional.empty();
    }
    return fold.state()
        .difference(checkpoint)
        .map(what -> "the checkpoint of event %d: %s".formatted(checkpoint.id(), what));
  }

  private static Event decoded(JournalRecord record) {
    return EventCodec.decode(record.id(), record.timeMs(), record.body());
  }
}
