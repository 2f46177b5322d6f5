package solo.eventstore.retention;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process at a step, as if by SIGKILL: {@code -Dsolo.failpoint=<name>}, or {@code
 * <name>:<n>} for the n-th time it is reached. Listed in {@code docs/testing.md}.
 */
final class Failpoint {
  private static final int KILLED = 137;
  private static final String[] ARMED = System.getProperty("solo.failpoint", "").split(":", 2);
  private static final AtomicInteger LEFT =
      new AtomicInteger(ARMED.length == 2 ? Integer.parseInt(ARMED[1]) : 1);

  private Failpoint() {}

  /** Ends the process when this step is armed and reached often enough. */
  static void reach(String name) {
    if (ARMED[0].equals(name) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
