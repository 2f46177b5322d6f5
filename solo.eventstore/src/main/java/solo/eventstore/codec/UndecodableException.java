package solo.eventstore.codec;

import solo.core.tenant.Printable;

/** Bytes that are not what this version writes. The message is one line and safe to print. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  /** What is wrong, with the field's name where there is one. */
  public UndecodableException(String message) {
    super(bounded(message));
  }

  UndecodableException(String message, Throwable origin) {
    super(bounded(message), origin);
  }

  private static String bounded(String message) {
    String safe = Printable.escape(message);
    return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
  }
}
