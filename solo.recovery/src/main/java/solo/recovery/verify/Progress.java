package solo.recovery.verify;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells how far something is, at most once a second. For one thread. */
final class Progress {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<String> listener;
  private long last = System.nanoTime();

  Progress(Consumer<String> listener) {
    this.listener = listener;
  }

  void tell(Supplier<String> what) {
    long now = System.nanoTime();
    if (now - last >= EVERY_NANOS) {
      last = now;
      listener.accept(what.get());
    }
  }
}
