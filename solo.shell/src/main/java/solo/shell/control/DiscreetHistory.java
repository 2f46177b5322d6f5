package solo.shell.control;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * A history that leaves out lines with what nobody is to see: a token's text, and what may be a
 * value or passphrase as a word of a command that takes none, or as part of the pipe to it. Such a
 * command is refused, and its line would be kept all the same. So of the lines that name such a
 * command those are kept which have nothing but what it takes.
 */
final class DiscreetHistory extends DefaultHistory {
  private static final Pattern NAMES_ONE =
      Pattern.compile("secret-put|vault-unseal|vault-rotate", Pattern.CASE_INSENSITIVE);

  private static final String SCOPE = "\\s*(solo:)?";
  private static final String JSON = "(\\s+--json)*";
  private static final String WORD = "[\\w./:@%+,][\\w./:@%+,-]*";
  private static final String REASON = "\\s+--reason\\s+(" + WORD + "|'[^']*'|\"[^\"$]*\")";

  private static final Pattern PLAIN =
      Pattern.compile(
          SCOPE
              + "(help\\s+[\\w:-]+"
              + ("|secret-put" + JSON + "\\s+[A-Za-z0-9][\\w./-]*" + JSON)
              + ("|vault-unseal" + JSON)
              + ("|vault-rotate(\\s+--json|\\s+--passphrase|\\s+--key-file\\s+" + WORD + "|")
              + (REASON + ")*")
              + ")\\s*");

  @Override
  public void add(Instant time, String line) {
    if (!isSecret(line)) {
      super.add(time, line);
    }
  }

  static boolean isSecret(String line) {
    return TokenWord.isIn(line) || NAMES_ONE.matcher(line).find() && !PLAIN.matcher(line).matches();
  }
}
