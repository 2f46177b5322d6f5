package solo.eventstore.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of an open journal, oldest first. Grows by one writer, read by any thread. */
final class Segments {
  private final Gaps gaps;
  private volatile List<Segment> all;

  Segments(List<Segment> found, Gaps gaps) {
    this.all = List.copyOf(found);
    this.gaps = gaps;
  }

  Gaps gaps() {
    return gaps;
  }

  /** Adds a segment, or replaces the last one, which was empty, by one of the same number. */
  void put(Segment next) {
    List<Segment> more = new ArrayList<>(all);
    more.removeIf(known -> known.number() == next.number());
    more.add(next);
    all = List.copyOf(more);
  }

  /** The one with a number. */
  Optional<Segment> numbered(long number) {
    List<Segment> now = all;
    int low = 0;
    int high = now.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = now.get(middle).number();
      if (found == number) {
        return Optional.of(now.get(middle));
      } else if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** Whether there is none: all that there was is given up. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The one that holds an id, the first where none does. There has to be one. */
  Segment holding(long id) {
    List<Segment> now = all;
    int low = 0;
    int high = now.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (now.get(middle).firstId() <= id) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return now.get(low);
  }

  /** From where a segment is read: its begin, or the end of the gap that ends in it. */
  Anchor begin(Segment segment) {
    return gaps.into(segment.firstId())
        .map(Gap::anchor)
        .orElseGet(
            () ->
                new Anchor(
                    SegmentHeader.SIZE,
                    segment.firstId() - 1,
                    segment.header().linkBefore(),
                    false));
  }
}
