package solo.shell.provider;

import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandSession;
import solo.core.tenant.Printable;

/**
 * How far a long command is, in one line of a terminal's standard error that is gone when it ends;
 * nothing where there is no terminal. An interrupt of the command's thread ends the command here
 * too. For one thread.
 */
final class Progress implements Consumer<String>, AutoCloseable {
  private final PrintStream err;
  private final boolean watched;
  private int shown;

  Progress(CommandSession session) {
    err = Output.err(session);
    watched = Output.watched(session);
  }

  @Override
  public void accept(String text) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
    show(Printable.escape(text));
  }

  private void show(String text) {
    if (watched) {
      err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
      err.flush();
      shown = text.length();
    }
  }

  @Override
  public void close() {
    if (shown > 0) {
      show("");
      err.print("\r");
      err.flush();
    }
  }
}
