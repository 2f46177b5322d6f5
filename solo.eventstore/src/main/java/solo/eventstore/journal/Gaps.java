package solo.eventstore.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The accepted gaps of a journal, in the order of their ids. Immutable. */
final class Gaps {
  static final Gaps NONE = new Gaps(List.of());

  private final List<Gap> all;

  Gaps(List<Gap> gaps) {
    List<Gap> sorted = new ArrayList<>(gaps);
    sorted.sort(
        Comparator.comparingLong((Gap gap) -> gap.stop().firstId())
            .thenComparingLong(gap -> gap.stop().offset())
            .thenComparingLong(Gap::next));
    all = List.copyOf(sorted);
  }

  List<Gap> all() {
    return all;
  }

  Gaps and(Gap more) {
    List<Gap> both = new ArrayList<>(all);
    both.add(more);
    return new Gaps(both);
  }

  /** Without those of which nothing is read any more, since a base stands for it. */
  Gaps behind(Optional<Base> base) {
    long through = base.map(Base::through).orElse(0L);
    return new Gaps(all.stream().filter(gap -> gap.resume().firstId() > through).toList());
  }

  /** The one that begins at a place, but for one that was just followed to there. */
  Optional<Gap> stoppingAt(Segment segment, long offset, Gap followed) {
    for (Gap gap : all) {
      boolean here = gap.stop().firstId() == segment.firstId() && gap.stop().offset() == offset;
      if (here && gap != followed) {
        return Optional.of(gap);
      }
    }
    return Optional.empty();
  }

  /** The one that ends in a segment and begins before it. */
  Optional<Gap> into(long firstId) {
    return all.stream()
        .filter(gap -> gap.resume().firstId() == firstId && !gap.isWithinOneSegment())
        .findFirst();
  }

  /** Whether a segment is not read to its end. */
  boolean leave(long firstId) {
    return all.stream()
        .anyMatch(gap -> gap.stop().firstId() == firstId && !gap.isWithinOneSegment());
  }

  /** Whether a file, by the first id in its name, is given up as a whole. */
  boolean giveUp(long firstId) {
    return all.stream()
        .anyMatch(gap -> gap.stop().firstId() < firstId && firstId < gap.resume().firstId());
  }

  /** The one that an id is lost in. */
  Optional<Gap> holding(long id) {
    return all.stream().filter(gap -> gap.holds(id)).findFirst();
  }
}
