package solo.recovery.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * What one look saw.
 *
 * @param eventId of the log's last event then
 * @param found the worst first, none twice
 */
record Look(long eventId, int expected, int running, int busy, List<Suspicion> found) {

  private static final Comparator<Suspicion> WORST_FIRST =
      Comparator.comparing((Suspicion s) -> s.finding().severity())
          .reversed()
          .thenComparing(s -> s.finding().tenant())
          .thenComparing(s -> s.finding().service())
          .thenComparing(s -> s.finding().kind())
          .thenComparing(s -> s.finding().about());

  Look {
    Set<Identity> seen = new HashSet<>();
    List<Suspicion> each = new ArrayList<>(found);
    each.removeIf(suspicion -> !seen.add(suspicion.identity()));
    each.sort(WORST_FIRST);
    found = List.copyOf(each);
  }

  /** With what is known besides. */
  Look and(Collection<Suspicion> more) {
    List<Suspicion> all = new ArrayList<>(found);
    all.addAll(more);
    return new Look(eventId, expected, running, busy, all);
  }

  /** Whether something could not be read, so that nothing may be mended. */
  boolean blind() {
    return found.stream().anyMatch(s -> s.finding().kind() == Kind.STORE_UNREADABLE);
  }

  List<Finding> findings() {
    return found.stream().map(Suspicion::finding).toList();
  }
}
