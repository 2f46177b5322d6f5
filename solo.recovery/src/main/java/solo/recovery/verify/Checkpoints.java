package solo.recovery.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The checkpoints' files: whether each can be used, and whether it is the fold at its id. */
final class Checkpoints {
  /** What a finding is about when it is not a file but the fold in memory. */
  static final String PROJECTION = "projection";

  private final List<Listed> toCompare = new ArrayList<>();
  private final List<Finding> unusable = new ArrayList<>();

  /**
   * Those of now.
   *
   * @throws IOException when the directory cannot be read
   */
  Checkpoints(CheckpointStore store) throws IOException {
    for (Listed listed : store.list()) {
      if (listed.checkpoint().isPresent()) {
        toCompare.add(listed);
      } else {
        unusable.add(
            Finding.of(
                Kind.CHECKPOINT_MISMATCH,
                String.valueOf(listed.id()),
                "the checkpoint of event %d cannot be used: %s"
                    .formatted(listed.id(), Printable.escape(listed.problem())),
                "remove it and write one of the log's state now",
                true));
      }
    }
    toCompare.sort(Comparator.comparingLong(Listed::id));
  }

  /** Those that cannot be used. */
  List<Finding> unusable() {
    return List.copyOf(unusable);
  }

  /** The id of the newest that can be used, 0 where there is none. */
  long newest() {
    return toCompare.isEmpty() ? 0 : toCompare.get(toCompare.size() - 1).id();
  }

  /** The state of the newest that can be used. */
  SystemState newestState() {
    return toCompare.isEmpty()
        ? SystemState.EMPTY
        : toCompare.get(toCompare.size() - 1).checkpoint().orElseThrow().state();
  }

  /**
   * Compares the one of this event, if there is one. After a gap the first one counts: it was taken
   * when what is lost was still there.
   */
  Optional<Finding> compare(JournalWalk walk) {
    while (!toCompare.isEmpty() && toCompare.get(0).id() < walk.id()) {
      toCompare.remove(0);
    }
    if (toCompare.isEmpty() || toCompare.get(0).id() != walk.id()) {
      return Optional.empty();
    }
    SystemState kept = toCompare.get(0).checkpoint().orElseThrow().state();
    if (walk.adopt(kept)) {
      return Optional.empty();
    }
    return walk.state()
        .difference(kept)
        .map(
            what ->
                Finding.of(
                    Kind.CHECKPOINT_MISMATCH,
                    String.valueOf(kept.id()),
                    "the checkpoint of event %d is not the log's: %s".formatted(kept.id(), what),
                    "remove it, fold the log anew and write a right one",
                    true));
  }
}
