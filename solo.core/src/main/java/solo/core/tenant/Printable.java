package solo.core.tenant;

/** Text from outside, made safe for one line of a log, an event or a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * The text with every control, line-breaking, bidirectional and unpaired surrogate character
   * written as {@code \\uXXXX}, so that it stays on one line and moves no cursor. A backslash is
   * doubled, so that two different texts never print alike. Null prints as {@code null}.
   */
  public static String escape(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                out.append("\\\\");
              } else if (isUnsafe(c)) {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format("\\u%04x", (int) unit));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** {@link #escape(String)} between single quotes. */
  public static String quote(String text) {
    return "'" + escape(text) + "'";
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
