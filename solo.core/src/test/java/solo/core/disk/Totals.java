package solo.core.disk;

import java.util.Locale;

/** What a suite has tried, and its line. */
public final class Totals {
  /** All suites of Solo together try so many states, and more. */
  private static final long ALL = 20_000;

  private final String name;
  private final long seed;
  private final long since = System.nanoTime();
  private long states;
  private long faults;
  private long operations;

  /** Of a suite that begins with a seed. */
  public Totals(String name, long seed) {
    this.name = name;
    this.seed = seed;
  }

  /**
   * How many states a suite is to try: its share of 20 000, or of {@code -Dsolo.states=n}; at least
   * one.
   */
  public static int share(int normal) {
    return (int) Math.max(1, normal * Long.getLong("solo.states", ALL) / ALL);
  }

  /** The first seed: {@code -Dsolo.seed=n} or the suite's own. */
  public static long seed(long normal) {
    return Long.getLong("solo.seed", normal);
  }

  /** A state was tried in which so many operations had been acknowledged. */
  public void state(int acknowledged) {
    states++;
    operations += acknowledged;
  }

  /** An operation failed. */
  public void fault() {
    faults++;
  }

  public long states() {
    return states;
  }

  /** Prints what is printed when nothing was lost. */
  public void print() {
    System.out.println(
        String.format(
            Locale.ROOT,
            "power loss and faults: %s: %d states, %d faults, %d acknowledged operations checked,"
                + " lost = 0, -Dsolo.seed=%d, %.1f s",
            name,
            states,
            faults,
            operations,
            seed,
            (System.nanoTime() - since) / 1e9));
  }
}
