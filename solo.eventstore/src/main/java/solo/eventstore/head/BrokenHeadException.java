package solo.eventstore.head;

/** Bytes that are no head of this format; the message says why. */
final class BrokenHeadException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean newer;

  BrokenHeadException(String why, boolean newer) {
    super(why);
    this.newer = newer;
  }

  /** Whether a newer version of Solo wrote them. */
  boolean isNewer() {
    return newer;
  }
}
