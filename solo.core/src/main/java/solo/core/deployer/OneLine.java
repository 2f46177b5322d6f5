package solo.core.deployer;

import solo.core.tenant.Printable;

/** Text from outside on its way into an event: on one line and bounded. */
final class OneLine {
  private static final int MAX_CHARS = 2_000;

  private OneLine() {}

  /** The text, escaped where it holds what would move a cursor, cut after 2000 characters. */
  static String of(String text) {
    if (text == null) {
      return "";
    }
    String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
    String escaped = Printable.escape(cut);
    boolean harmless = escaped.equals(cut.replace("\\", "\\\\"));
    return harmless ? cut : escaped;
  }

  /** What was thrown: its class, its message, and its root's, where they say more. */
  static String of(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String name = root.getClass().getName();
    return of(message == null || message.isBlank() ? name : name + ": " + message);
  }
}
