package solo.core.stop;

import java.time.Duration;

/** The end of a span of time that several steps share. */
record Deadline(long atNs) {

  static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** What is left, without what is kept for later; never negative. */
  Duration leftBut(Duration kept) {
    return Duration.ofNanos(Math.max(0, atNs - System.nanoTime() - kept.toNanos()));
  }

  Duration left() {
    return leftBut(Duration.ZERO);
  }
}
