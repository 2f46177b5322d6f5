package solo.capability.vault;

/** The process ended here; an error, so that nothing cleans up behind it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String step) {
    super(step, null, false, false);
  }
}
