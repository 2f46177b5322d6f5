package solo.eventstore.fsck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.index.IndexReading;

/** What a replay says of what is derived from the log. Pure, but for the index it asks. */
final class DerivedFindings {
  private static final String FIX_CHECKPOINT =
      "nothing: it is not used; remove it, or let later ones take its place";
  private static final String FIX_INDEX =
      "nothing: the next start makes it anew, or a query that it leads astray does";

  private DerivedFindings() {}

  static List<Finding> checkpoints(List<Listed> listed, Replay replay) {
    List<Finding> findings = new ArrayList<>();
    for (Listed one : listed) {
      if (one.checkpoint().isEmpty()) {
        findings.add(
            checkpoint(
                one.id(),
                "the checkpoint of event %d cannot be used: %s".formatted(one.id(), one.problem()),
                FIX_CHECKPOINT));
      }
    }
    for (long id : replay.mismatched()) {
      findings.add(
          checkpoint(
              id,
              "the checkpoint of event %d is not what the events up to it say".formatted(id),
              "remove data/events/%020d.checkpoint".formatted(id)));
    }
    return findings;
  }

  private static Finding checkpoint(long id, String detail, String fix) {
    return Finding.of(Kind.CHECKPOINT_MISMATCH, String.valueOf(id), detail, fix, false);
  }

  static Part checkpointsPart(List<Listed> listed) {
    List<Long> usable =
        listed.stream().filter(one -> one.checkpoint().isPresent()).map(Listed::id).toList();
    return new Part(
        "checkpoints",
        usable.isEmpty()
            ? listed.isEmpty() ? "none" : "none of " + listed.size() + " can be used"
            : "%d of %d can be used, the newest is of event %d"
                .formatted(usable.size(), listed.size(), usable.get(0)));
  }

  static Optional<Finding> index(String wrong) {
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(Kind.INDEX_BEHIND, "", "the event index: " + wrong, FIX_INDEX, false));
  }

  static Part indexPart(Optional<IndexReading> index, String wrong) {
    if (!wrong.isEmpty()) {
      return new Part("index", wrong);
    }
    return new Part(
        "index",
        index.map(open -> "at event " + open.at()).orElse("none; the next start makes it"));
  }

  static List<Finding> unreadable(Replay replay) {
    return replay.unreadable().entrySet().stream()
        .map(
            one ->
                Finding.of(
                    Kind.UNREADABLE_EVENT,
                    String.valueOf(one.getKey()),
                    "event %d: %s".formatted(one.getKey(), one.getValue()),
                    "run a version that can read it; what it says does not count until then",
                    false))
        .toList();
  }
}
