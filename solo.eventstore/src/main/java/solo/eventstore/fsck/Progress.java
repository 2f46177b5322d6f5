package solo.eventstore.fsck;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells at most ten times a second how far it is. For one thread. */
final class Progress {
  private static final long PACE_NANOS = 100_000_000;

  private final Consumer<String> out;
  private long next = System.nanoTime() + PACE_NANOS;

  Progress(Consumer<String> out) {
    this.out = out;
  }

  void show(Supplier<String> text) {
    if (System.nanoTime() - next >= 0) {
      out.accept(text.get());
      next = System.nanoTime() + PACE_NANOS;
    }
  }
}
