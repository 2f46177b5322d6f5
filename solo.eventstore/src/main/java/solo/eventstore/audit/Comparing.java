package solo.eventstore.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares heads with the log while it is read, event by event. Holds the heads and nothing of the
 * log. For one thread.
 */
final class Comparing {
  /**
   * A head that is not in the log.
   *
   * @param fits the last event before it of which an older head is in the log, 0 for none
   * @param wentOn whether a newer head is in the log, which so went on from another past
   */
  record Lost(SignedLine head, long fits, boolean wentOn) {}

  private final Map<Long, List<SignedLine>> byId = new HashMap<>();
  private final List<SignedLine> lost = new ArrayList<>();
  private final List<SignedLine> matched = new ArrayList<>();

  Comparing(List<SignedLine> heads) {
    for (SignedLine head : heads) {
      byId.computeIfAbsent(head.id(), id -> new ArrayList<>()).add(head);
    }
  }

  /** Takes the next event. */
  void at(long id, byte[] link) {
    List<SignedLine> heads = byId.get(id);
    if (heads == null) {
      return;
    }
    for (SignedLine head : heads) {
      boolean same = Arrays.equals(HexFormat.of().parseHex(head.mark().link()), link);
      (same ? matched : lost).add(head);
    }
  }

  /** The log has ended: later heads are of events that are not there. */
  void end(long lastId) {
    byId.values().stream()
        .flatMap(List::stream)
        .filter(head -> head.id() > lastId)
        .sorted(Comparator.comparingLong(SignedLine::id))
        .forEach(lost::add);
    matched.sort(Comparator.comparingLong(SignedLine::id));
  }

  /** Those that are not in the log, by their events. */
  List<Lost> lost() {
    long newest = matched.stream().mapToLong(SignedLine::number).max().orElse(0);
    return lost.stream().map(head -> new Lost(head, fits(head), newest > head.number())).toList();
  }

  private long fits(SignedLine head) {
    for (int i = matched.size() - 1; i >= 0; i--) {
      if (matched.get(i).id() < head.id() && matched.get(i).number() < head.number()) {
        return matched.get(i).id();
      }
    }
    return 0;
  }

  /** How many heads are in the log as they were signed. */
  long matched() {
    return matched.size();
  }

  /** The last event that a head covers, 0 for none. */
  long lastSigned() {
    return last().map(SignedLine::id).orElse(0L);
  }

  Instant lastSignedAt() {
    return last().map(SignedLine::at).orElse(Instant.EPOCH);
  }

  private Optional<SignedLine> last() {
    return matched.isEmpty() ? Optional.empty() : Optional.of(matched.get(matched.size() - 1));
  }
}
