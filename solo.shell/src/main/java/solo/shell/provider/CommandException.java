package solo.shell.provider;

/** A command that was refused or failed, in one line for people. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Escapes what does not belong on a terminal. */
  CommandException(String message) {
    super(Text.line(message));
  }

  /** The message alone: the shell prints this. */
  @Override
  public String toString() {
    return getMessage();
  }
}
