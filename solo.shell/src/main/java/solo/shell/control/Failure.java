package solo.shell.control;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import solo.core.control.ExitStatus;
import solo.core.lifecycle.ExitCode;

/** How a command failed, for the client. */
record Failure(Throwable cause) {
  private static final Pattern NO_METHOD =
      Pattern.compile("Cannot coerce .* to any of \\[\\]", Pattern.DOTALL);

  /** What the command threw, without what the shell wrapped around it. */
  static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof InvocationTargetException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new Failure(cause);
  }

  boolean unknownCommand() {
    return cause instanceof CommandNotFoundException;
  }

  int status() {
    // Gogo hands a line that ends too early out as the cause of an EOFException.
    boolean syntax = cause instanceof SyntaxError || cause.getCause() instanceof SyntaxError;
    return unknownCommand() || syntax || cause instanceof PlainLine.Fault
        ? ExitCode.USAGE.status()
        : ExitStatus.FAILED;
  }

  /** Its lines, with nothing in them that moves a cursor, nor a token that was taken for a name. */
  String message() {
    String message =
        cause instanceof CommandNotFoundException unknown
            ? "there is no command " + unknown.getCommand() + ": help lists all"
            : withoutWords(cause.getMessage());
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return TokenWord.hide(message)
        .lines()
        .map(Failure::printable)
        .collect(Collectors.joining("\n"));
  }

  /**
   * What stands in quotes or a variable is no command to Gogo, which then calls the next word on it
   * and repeats that: it may be a value that nobody is to see.
   */
  private static String withoutWords(String message) {
    return message != null && NO_METHOD.matcher(message).matches()
        ? "that is no command: its name is a bare word, without quotes and not in a variable"
        : message;
  }

  private static String printable(String line) {
    return line.codePoints()
        .mapToObj(
            c ->
                Character.isISOControl(c) && c != '\t' || Character.getType(c) == Character.FORMAT
                    ? "\\u%04x".formatted(c)
                    : Character.toString(c))
        .collect(Collectors.joining());
  }
}
