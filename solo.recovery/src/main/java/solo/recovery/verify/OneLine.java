package solo.recovery.verify;

import solo.core.tenant.Printable;

/** A failure on one line. */
final class OneLine {
  private static final int LONGEST = 500;

  private OneLine() {}

  static String of(Throwable failure) {
    String message = failure.getMessage();
    return cut(Printable.escape(message == null ? failure.toString() : message));
  }

  /** So much of a text as an event keeps. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
