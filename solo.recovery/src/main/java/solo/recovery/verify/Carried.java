package solo.recovery.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * What only a deep verify finds, or finds again: it stays until the next deep one has not found it.
 * For one thread at a time.
 */
final class Carried {
  /** What a quick look sees at one moment and not at another, though it is there. */
  private static final Set<Kind> IN_THE_JOURNAL =
      EnumSet.of(Kind.LOG_GAP, Kind.UNREADABLE_EVENT, Kind.CHAIN_BROKEN);

  private static final Set<Kind> DEEP =
      EnumSet.of(
          Kind.LOG_GAP,
          Kind.UNREADABLE_EVENT,
          Kind.CHAIN_BROKEN,
          Kind.ARTIFACT_CORRUPT,
          Kind.CHECKPOINT_MISMATCH,
          Kind.INDEX_BEHIND,
          Kind.STORE_UNREADABLE);

  private final Map<Identity, Finding> byIdentity = new HashMap<>();

  /** What an earlier process knew, but for what has been made anew since. */
  void remember(Collection<Finding> earlier) {
    earlier.stream()
        .filter(f -> IN_THE_JOURNAL.contains(f.kind()) || f.kind() == Kind.ARTIFACT_CORRUPT)
        .forEach(this::add);
  }

  /** What a quick look saw. */
  void seen(Look look) {
    look.findings().stream().filter(f -> IN_THE_JOURNAL.contains(f.kind())).forEach(this::add);
  }

  /** What a deep verify that is not at its end has found. */
  void alsoFound(Collection<Finding> found) {
    found.stream().filter(f -> DEEP.contains(f.kind())).forEach(this::add);
  }

  /** What a deep verify found, from begin to end. */
  void found(Collection<Finding> found) {
    byIdentity.clear();
    alsoFound(found);
  }

  void mended(Finding finding) {
    byIdentity.remove(Identity.of(finding));
  }

  List<Suspicion> all() {
    List<Suspicion> all = new ArrayList<>();
    byIdentity.values().forEach(finding -> all.add(Suspicion.of(finding)));
    return all;
  }

  private void add(Finding finding) {
    byIdentity.put(Identity.of(finding), finding);
  }
}
