package solo.itest.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process or thread does, up to a deadline that no slow day reaches. */
public final class Await {
  /** How long anything may take before it counts as never. */
  public static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("solo.itest.patienceSeconds", 90));

  private static final Duration SHORT = Duration.ofMillis(15);

  private Await() {}

  /** Returns the value as soon as there is one; fails naming what was awaited. */
  public static <T> T value(String what, Supplier<Optional<T>> look) {
    return value(what, SHORT, look);
  }

  /** The same, where each look costs what is awaited some time. */
  static <T> T value(String what, Duration between, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> value = look.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      LockSupport.parkNanos(between.toNanos());
    }
  }

  /** Returns as soon as it holds; fails naming what was awaited. */
  public static void until(String what, BooleanSupplier holds) {
    value(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
