package solo.shell.provider;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.service.command.CommandSession;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.disk.FileTrouble;
import solo.shell.control.TokenWord;

/** What all of Solo's commands share. */
abstract class Commands {
  /** The session variable that holds the {@link Caller}, where it is not the owner. */
  static final String CALLER = "solo.caller";

  static final String SET = "true";
  static final String UNSET = "false";

  private static final String HYPHEN = "-";

  final Parts parts;

  Commands(Parts parts) {
    this.parts = parts;
  }

  /**
   * Gogo calls this, with the command's name as the first word, where no method has that name or
   * the arguments fit none: its own message would name Java types. A command with a hyphen is the
   * method that is called so without it.
   */
  public Object _main(CommandSession session, String[] words) throws Exception {
    requireSet(session, words);
    String command = words[0].toLowerCase(Locale.ROOT);
    List<String> arguments = Arrays.stream(words).skip(1).toList();
    if (command.contains(HYPHEN)) {
      String method = command.replace(HYPHEN, "");
      return Reflective.invoke(session, this, method, new ArrayList<>(arguments));
    }
    throw refusal(command, arguments);
  }

  /**
   * Why a command of this class cannot be called with the arguments.
   *
   * @param command its name, maybe without hyphens
   */
  CommandException refusal(String command, List<String> arguments) {
    return Synopsis.of(getClass()).stream()
        .filter(synopsis -> synopsis.command().replace(HYPHEN, "").equals(command))
        .findFirst()
        .map(synopsis -> synopsis.refusal(arguments))
        .orElseGet(() -> new CommandException("there is no command " + command));
  }

  /**
   * Refuses what is no text that a command takes: null, and what holds a token.
   *
   * <p>The shell hands over null for a variable that is not set and for the bare word null, which
   * must not turn into some service's name. Where it stands first the shell takes it for the
   * session and moves all others by one.
   */
  static void requireSet(CommandSession session, String... arguments) throws CommandException {
    if (session == null || Arrays.asList(arguments).contains(null)) {
      throw new CommandException("an argument is null: a variable is not set (or quote 'null')");
    }
    if (Arrays.stream(arguments).anyMatch(TokenWord::isIn)) {
      throw new CommandException(
          "an argument holds the text of a token, which the log would keep and others could read:"
              + " name the token by its accessor");
    }
  }

  /** Refuses a reason without the option that writes the event which it is for. */
  static void requireReasonFor(String option, String set, String reason) throws CommandException {
    if (!reason.isEmpty() && !SET.equals(set)) {
      throw new CommandException(
          "--reason is for %s: without it nothing is written".formatted(option));
    }
  }

  /** The answer of the action; what it throws becomes one line for people. */
  static <T extends Answer> T answer(Callable<T> action) throws CommandException {
    try {
      return action.call();
    } catch (CommandException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new CommandException("interrupted");
    } catch (Exception e) {
      throw failure(e);
    }
  }

  static Caller caller(CommandSession session) {
    return session.get(CALLER) instanceof Caller caller
        ? caller
        : Caller.owner(System.getProperty("user.name"));
  }

  /**
   * Waits for the result.
   *
   * @param what goes on, also when the wait is interrupted
   */
  static <T> T await(Promise<T> promise, String what) throws CommandException {
    try {
      return promise.getValue();
    } catch (InvocationTargetException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw new CommandException("interrupted: " + what + " goes on, see solo:services");
    }
  }

  /** What failed, in its own words, or by its name where it has none. */
  private static CommandException failure(Throwable cause) {
    String message = message(cause);
    CommandException failure =
        new CommandException(message == null || message.isBlank() ? cause.toString() : message);
    failure.initCause(cause);
    return failure;
  }

  /** A FileSystemException may say nothing but the file's name. */
  private static String message(Throwable cause) {
    return cause instanceof FileSystemException file && file.getReason() == null
        ? file.getFile() + ": " + FileTrouble.reason(file) + FileTrouble.advice(file)
        : cause.getMessage();
  }

  /**
   * Reads a number.
   *
   * @throws CommandException that names the option and its range
   */
  static long number(String option, String text, long min, long max) throws CommandException {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the range
    }
    throw new CommandException(
        option + " is a number from " + min + " to " + max + ", not " + text);
  }
}
