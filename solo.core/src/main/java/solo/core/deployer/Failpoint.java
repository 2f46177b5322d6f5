package solo.core.deployer;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where crash tests end the process, as if by SIGKILL: {@code -Dsolo.failpoint=<name>}, or
 * {@code <name>:<n>} for the n-th time it is reached. Listed in {@code docs/testing.md}. Without
 * the property a place costs one comparison with a constant.
 */
final class Failpoint {
  private static final int KILLED = 137;
  private static final String POINT;
  private static final AtomicInteger LEFT;

  static {
    String armed = System.getProperty("solo.failpoint");
    String[] parts = armed == null ? new String[] {null} : armed.split(":", 2);
    POINT = parts[0];
    LEFT = new AtomicInteger(parts.length == 2 ? Integer.parseInt(parts[1]) : 1);
  }

  private Failpoint() {}

  /** Ends the process when this place is armed and reached often enough. */
  static void reach(String name) {
    if (POINT != null && POINT.equals(name) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
