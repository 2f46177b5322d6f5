package solo.launcher;

import java.time.Duration;

/** Calls when a stop has taken too long. It can be drawn nearer while the stop goes on. */
final class StopDeadline {
  private final Runnable late;
  private Duration bound;
  private boolean armed;
  private long atNs;

  StopDeadline(Duration bound, Runnable late) {
    this.bound = bound;
    this.late = late;
  }

  /** A stop that begins later may take so long. */
  synchronized void allow(Duration atMost) {
    bound = atMost;
  }

  /** The stop begins; again is fine. */
  synchronized void arm() {
    if (!armed) {
      armed = true;
      atNs = System.nanoTime() + bound.toNanos();
      Thread thread = new Thread(this::watch, "solo stop deadline");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** The stop ends within so long, or earlier if that was said before. */
  synchronized void within(Duration left) {
    arm();
    atNs = Math.min(atNs - System.nanoTime(), left.toNanos()) + System.nanoTime();
    notifyAll();
  }

  /** Until it comes, once armed. */
  synchronized Duration left() {
    return Duration.ofNanos(Math.max(0, atNs - System.nanoTime()));
  }

  private void watch() {
    try {
      await();
      late.run();
    } catch (InterruptedException e) {
      // Nobody interrupts it; the process ends in another way.
    }
  }

  private synchronized void await() throws InterruptedException {
    long leftNs = atNs - System.nanoTime();
    while (leftNs > 0) {
      wait(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
      leftNs = atNs - System.nanoTime();
    }
  }
}
