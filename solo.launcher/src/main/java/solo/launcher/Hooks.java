package solo.launcher;

/** What is to be done when a signal ends the process, and no longer once it has been done. */
final class Hooks {
  private Hooks() {}

  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs: it sets the exit status.
    }
  }
}
