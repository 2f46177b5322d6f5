package solo.eventstore.retention;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import solo.eventstore.journal.Removal.Full;

/**
 * How many of the oldest segments go.
 *
 * @param gone in order; empty where none goes
 * @param why what decides where it ends, on one line
 */
record Boundary(List<Full> gone, String why) {

  /** The last event that goes, 0 for none. */
  long through() {
    return gone.isEmpty() ? 0 : gone.get(gone.size() - 1).lastId();
  }

  /** Of their files. */
  long bytes() {
    return gone.stream().mapToLong(Full::bytes).sum();
  }

  /**
   * What a policy wants.
   *
   * @param full all segments but the last, which never goes
   * @param bytes of all segments
   * @param endOf when the last event of a segment was written
   */
  static Boundary of(
      Policy policy, List<Full> full, long bytes, Instant now, Function<Full, Instant> endOf) {
    if (policy.keepsAll()) {
      return new Boundary(List.of(), policy.words());
    }
    Instant oldest = policy.maxAge().isZero() ? Instant.MIN : now.minus(policy.maxAge());
    long left = bytes;
    int count = 0;
    while (count < full.size()) {
      Full next = full.get(count);
      boolean tooMuch = policy.maxBytes() > 0 && left > policy.maxBytes();
      if (!tooMuch && !endOf.apply(next).isBefore(oldest)) {
        break;
      }
      left -= next.bytes();
      count++;
    }
    return new Boundary(List.copyOf(full.subList(0, count)), why(policy, count, full.size()))
        .whole();
  }

  private static String why(Policy policy, int count, int full) {
    if (full == 0) {
      return "there is only the segment that is written";
    } else if (count == full) {
      return "only the segment that is written stays";
    }
    return (count == 0 ? "the limit is not reached: " : "") + policy.words();
  }

  /** The part of it up to an event. */
  Boundary upTo(long id, String because) {
    if (through() <= id) {
      return this;
    }
    return new Boundary(gone.stream().filter(one -> one.lastId() <= id).toList(), because).whole();
  }

  /** It does not end where an accepted gap begins. */
  private Boundary whole() {
    int count = gone.size();
    while (count > 0 && !gone.get(count - 1).mayEnd()) {
      count--;
    }
    return count == gone.size()
        ? this
        : new Boundary(
            List.copyOf(gone.subList(0, count)), "an accepted gap leads over the segment's end");
  }
}
