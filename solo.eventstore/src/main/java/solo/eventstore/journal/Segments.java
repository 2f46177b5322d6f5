package solo.eventstore.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of an open journal, oldest first. Grows by one writer, read by any thread. */
final class Segments {
  private volatile List<Segment> all;

  Segments(List<Segment> found) {
    this.all = List.copyOf(found);
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
    long index = now.isEmpty() ? -1 : number - now.get(0).number();
    return index >= 0 && index < now.size() ? Optional.of(now.get((int) index)) : Optional.empty();
  }

  /** The one that holds an id, which must not be below the first segment's. */
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
}
