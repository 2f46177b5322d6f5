package solo.itest.crash;

/** A backup restored elsewhere, and what runs there compared with the model at that event. */
final class Drill {
  private Drill() {}

  /** Whether a restore passes the failpoint. */
  static boolean reaches(String failpoint) {
    return failpoint.startsWith("restore.");
  }
}
