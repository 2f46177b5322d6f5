package solo.eventstore.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of an open journal, oldest first, behind what is kept of those before. Grows by one
 * writer, loses its first ones to one that takes them out, read by any thread.
 */
final class Segments {
  private final Gaps gaps;
  private volatile List<Segment> all;
  private volatile Optional<Base> base;
  private volatile List<Base> replaced = List.of();

  Segments(List<Segment> found, Gaps gaps, Optional<Base> base) {
    this.all = List.copyOf(found);
    this.gaps = gaps;
    this.base = base;
  }

  /** What stands for the segments that were taken out, empty where none was. */
  Optional<Base> base() {
    return base;
  }

  /** From now on a base stands for its segments, whose files are still there for who reads them. */
  synchronized void stand(Base next) {
    if (base.isPresent()) {
      List<Base> more = new ArrayList<>(replaced);
      more.add(base.get());
      replaced = List.copyOf(more);
    }
    base = Optional.of(next);
  }

  /** The bases that a later one stands for, and whose files are still there. */
  List<Base> replacedBases() {
    return replaced;
  }

  /** Forgets one whose file is removed. */
  synchronized void forget(Base gone) {
    replaced = replaced.stream().filter(one -> one != gone).toList();
  }

  /** As they are seen behind a base; what is added later is not in it. */
  Segments behind(Optional<Base> seen) {
    long through = seen.map(Base::through).orElse(0L);
    List<Segment> visible = all.stream().filter(one -> one.firstId() > through).toList();
    return new Segments(visible, gaps, seen);
  }

  /** Those that a base stands for, and whose files are still there. */
  List<Segment> takenOut() {
    long through = base.map(Base::through).orElse(0L);
    return all.stream().filter(one -> one.firstId() <= through).toList();
  }

  /** All of them. */
  List<Segment> all() {
    return all;
  }

  /** Forgets one that was taken out, before its file is removed. */
  synchronized void forget(Segment gone) {
    all = all.stream().filter(one -> one != gone).toList();
  }

  Gaps gaps() {
    return gaps;
  }

  /** Adds a segment, or replaces the last one, which was empty, by one of the same number. */
  synchronized void put(Segment next) {
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
