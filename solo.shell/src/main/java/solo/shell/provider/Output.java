package solo.shell.provider;

import java.io.InputStream;
import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** Where the command that runs on this thread prints. */
final class Output {
  private static final String COLUMNS = "COLUMNS";
  private static final int OUT = 1;
  private static final int ERR = 2;

  private Output() {}

  /**
   * Columns of the terminal that shows the output, {@link Tables#UNLIMITED} where there is none.
   */
  static int width(Object session) {
    return columns(session, OUT);
  }

  /** Whether the output is a terminal's, also of one whose size is not known. */
  static boolean shown(CommandSession session) {
    return isTerminal(OUT) && session.get(COLUMNS) != null;
  }

  /** Whether somebody sees at once what is printed as an error. */
  static boolean watched(CommandSession session) {
    return columns(session, ERR) != Tables.UNLIMITED;
  }

  private static int columns(Object session, int stream) {
    if (!isTerminal(stream)) {
      return Tables.UNLIMITED;
    }
    Object columns = session instanceof CommandSession known ? known.get(COLUMNS) : null;
    return columns instanceof Number number ? number.intValue() : Tables.UNLIMITED;
  }

  private static boolean isTerminal(int stream) {
    Process process = Process.Utils.current();
    return process == null || process.isTty(stream);
  }

  /** The command's output: into a pipe, where it is part of one. */
  static PrintStream out(CommandSession session) {
    Process process = Process.Utils.current();
    return process == null ? session.getConsole() : process.out();
  }

  /** The command's input: of a pipe, where it is part of one. */
  static InputStream in(CommandSession session) {
    Process process = Process.Utils.current();
    return process == null ? session.getKeyboard() : process.in();
  }

  /** The command's errors. */
  static PrintStream err(CommandSession session) {
    Process process = Process.Utils.current();
    return process == null ? session.getConsole() : process.err();
  }
}
