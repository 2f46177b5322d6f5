package solo.shell.control;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * A history that leaves out lines with what nobody is to see: a token's text, a value or passphrase
 * as a word of a command that takes none, or as part of the pipe to it. Such a command is refused,
 * and its line would be kept all the same.
 */
final class DiscreetHistory extends DefaultHistory {
  private static final String JSON = "(\\s+--json)*+";

  private static final Pattern PIPED =
      Pattern.compile("\\|\\s*(solo:)?(secret-put|vault-unseal|vault-rotate)\\b");
  private static final Pattern VALUE =
      Pattern.compile(
          "secret-put(" + JSON + "\\s+\\S+" + JSON + "\\s+\\S|\\s+(?!--(json|reason)\\b)-)");
  private static final Pattern PASSPHRASE =
      Pattern.compile(
          "vault-unseal"
              + JSON
              + "\\s+\\S|--passphrase(=|"
              + JSON
              + "\\s+(?!--(json|reason|key-file)\\b)\\S)");

  @Override
  public void add(Instant time, String line) {
    if (!isSecret(line)) {
      super.add(time, line);
    }
  }

  static boolean isSecret(String line) {
    return TokenWord.isIn(line)
        || PIPED.matcher(line).find()
        || VALUE.matcher(line).find()
        || PASSPHRASE.matcher(line).find();
  }
}
