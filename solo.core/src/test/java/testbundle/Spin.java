package testbundle;

/** Ignores interrupts until the test lets it go. */
final class Spin {
  static final String RELEASE = "solo.test.release";

  private Spin() {}

  static void untilReleased() {
    while (System.getProperty(RELEASE) == null) {
      Thread.yield();
    }
  }
}
