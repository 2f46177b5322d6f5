package solo.recovery.verify;

import java.util.function.BooleanSupplier;

/** The container stops: what was being looked at counts for nothing. */
final class Stopped extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  Stopped() {
    super("Solo is shutting down");
  }

  /** Goes on, or does not. */
  static void check(BooleanSupplier stopping) throws InterruptedException {
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    } else if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
  }
}
