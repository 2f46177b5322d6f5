package solo.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;

/**
 * The shell on the terminal that the container was started on. It comes through the control socket,
 * as any other; what is its own is that its end stops the container.
 */
final class OwnTerminal {
  private static final String STOP =
      "solo:shutdown --reason 'the shell of the terminal it was started on has ended'";

  private final Path data;
  private final Tty tty;

  private OwnTerminal(Path data, Tty tty) {
    this.data = data;
    this.tty = tty;
  }

  /**
   * Opens the shell, on a thread of its own. Where that cannot be done it says so, and the
   * container goes on without.
   *
   * @param stop what to do where the container cannot be asked to stop
   */
  static void open(Path data, Ending ending, Runnable stop) {
    try {
      OwnTerminal terminal = new OwnTerminal(data, Tty.open());
      ending.beforeHalt(terminal.tty::close);
      Thread thread = new Thread(() -> terminal.run(stop), "solo terminal");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      System.err.println("solo: no shell here, stty fails: " + e.getMessage());
    }
  }

  private void run(Runnable stop) {
    try (ControlClient client = ControlClient.connect(data, Main.version())) {
      new TerminalShell(client, tty).run();
    } catch (IOException e) {
      System.err.println("solo: the shell broke: " + e.getMessage());
    }
    System.err.println("solo: stopping");
    if (!asked()) {
      stop.run();
    }
  }

  private boolean asked() {
    try (ControlClient client = ControlClient.connect(data, Main.version());
        TimeLimit limit = new TimeLimit(client, ControlClient.ANSWER)) {
      ByteArrayOutputStream ignored = new ByteArrayOutputStream();
      Execution shutdown = new Execution("/", STOP);
      return client.execute(shutdown, InputStream.nullInputStream(), ignored, ignored)
          == ExitStatus.DONE;
    } catch (IOException e) {
      return false;
    }
  }
}
