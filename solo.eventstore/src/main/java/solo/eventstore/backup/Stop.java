package solo.eventstore.backup;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether whoever restores has asked to stop. The thread that restores looks itself, so that nobody
 * takes away under it what it works on; and what fails once it was asked is no fault of the backup.
 */
record Stop(BooleanSupplier asked) {
  /** Nobody asks. */
  static final Stop NEVER = new Stop(() -> false);

  /**
   * Goes on, or not.
   *
   * @throws CancellationException when it was asked to stop
   */
  void check() {
    if (isAsked()) {
      throw new CancellationException("interrupted");
    }
  }

  boolean isAsked() {
    return asked.getAsBoolean();
  }

  /** Looks whenever progress is told. */
  Consumer<String> over(Consumer<String> progress) {
    return text -> {
      check();
      progress.accept(text);
    };
  }
}
