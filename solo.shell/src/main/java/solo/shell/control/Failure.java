package solo.shell.control;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import solo.core.control.ExitStatus;
import solo.core.lifecycle.ExitCode;

/** How a command failed, for the client. */
record Failure(Throwable cause) {

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
            : cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return TokenWord.hide(message)
        .lines()
        .map(Failure::printable)
        .collect(Collectors.joining("\n"));
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
