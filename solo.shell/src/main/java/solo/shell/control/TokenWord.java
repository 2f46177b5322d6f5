package solo.shell.control;

import java.util.regex.Pattern;

/** What looks like a token's text, wherever it stands. */
public final class TokenWord {
  private static final Pattern FORM = Pattern.compile("(solo_[a-z]+_)[0-9A-Za-z]{20,}(_\\w*)?");

  private TokenWord() {}

  /** Whether there is one in the text. */
  public static boolean isIn(String text) {
    return FORM.matcher(text).find();
  }

  /** Enough is left to know what it was. */
  static String hide(String text) {
    return FORM.matcher(text).replaceAll("$1***");
  }
}
