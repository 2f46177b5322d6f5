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
          Kind.STORE_BEHIND,
          Kind.TOKEN_ORPHAN,
          Kind.TOKEN_REVOKED_LIVE,
          Kind.SECRET_ORPHAN,
          Kind.STORE_UNREADABLE);

  private final Map<Identity, Finding> byIdentity = new HashMap<>();

  /**
   * What an earlier process knew, but for what has been made anew since, and for damage whose loss
   * was accepted: that is a gap now.
   *
   * @param accepted the first ids of accepted losses
   */
  void remember(Collection<Finding> earlier, Set<Long> accepted) {
    earlier.stream()
        .filter(
            f ->
                f.kind() != Kind.CHAIN_BROKEN
                    || accepted.stream().noneMatch(id -> f.about().equals(String.valueOf(id))))
        .filter(f -> IN_THE_JOURNAL.contains(f.kind()) || f.kind() == Kind.ARTIFACT_CORRUPT)
        .forEach(this::add);
  }

  /** Those about the journal itself, which only reading it again would find again. */
  static List<Finding> ofTheJournal(Collection<Finding> found) {
    return found.stream().filter(f -> IN_THE_JOURNAL.contains(f.kind())).toList();
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
