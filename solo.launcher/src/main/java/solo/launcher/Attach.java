package solo.launcher;

import java.io.IOException;
import java.nio.file.Path;
import solo.core.control.Attachment;
import solo.core.control.ExitStatus;
import solo.core.control.Hello;

/** {@code solo shell}: a shell in the container that runs, here on a terminal or a pipe. */
final class Attach {
  private final Target target;
  private final boolean terminal;

  Attach(Target target, boolean terminal) {
    this.target = target;
    this.terminal = terminal;
  }

  int run() throws LaunchException {
    if (target.owned() && Status.ask(target.data()).state().equals(Status.STOPPING)) {
      throw new LaunchException(
          ExitStatus.UNWELL, "the container on %s is stopping".formatted(target.data()));
    }
    try (ControlClient client = Exec.connect(target)) {
      requireShells(client.server());
      return terminal ? onTerminal(client) : piped(client);
    } catch (ControlClient.OutputClosedException e) {
      return ExitStatus.FAILED;
    } catch (IOException e) {
      System.err.println("solo: the connection to the container broke: " + e.getMessage());
      return ExitStatus.FAILED;
    }
  }

  static void requireShells(Hello server) throws LaunchException {
    if (server.version() < Attachment.SINCE) {
      throw new LaunchException(
          ExitStatus.FAILED,
          "the container runs Solo %s, which has no shell for others: use 'solo exec', or restart it"
              .formatted(server.product()));
    }
  }

  private static int onTerminal(ControlClient client) throws IOException, LaunchException {
    Tty tty;
    try {
      tty = Tty.open();
    } catch (IOException e) {
      throw new LaunchException(
          ExitStatus.FAILED,
          "the terminal cannot be set by stty (%s): give commands through a pipe"
              .formatted(e.getMessage()));
    }
    return new TerminalShell(client, tty).run();
  }

  private static int piped(ControlClient client) throws IOException {
    int[] size = Exec.window();
    String directory = Path.of("").toAbsolutePath().toString();
    Attachment attachment = new Attachment("", "UTF-8", size[0], size[1], directory);
    try (Echo none = new Echo()) {
      return Exec.converse(client, attachment.frame(), none);
    }
  }
}
