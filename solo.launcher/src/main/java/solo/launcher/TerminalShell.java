package solo.launcher;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import solo.core.control.Attachment;

/**
 * A shell of the container on this process's terminal; the same for {@code solo shell} and for the
 * terminal that the container itself was started on.
 */
final class TerminalShell {
  private final ControlClient client;
  private final Tty tty;

  /**
   * @param client connected
   * @param tty as it is to be again when the shell has ended
   */
  TerminalShell(ControlClient client, Tty tty) {
    this.client = client;
    this.tty = tty;
  }

  /**
   * Runs the shell to its end. The terminal is as before when this returns, and also when the
   * process is ended by a signal meanwhile.
   *
   * @return the exit status of the last command
   * @throws IOException when the connection broke
   */
  int run() throws IOException {
    Thread hook = new Thread(tty::close, "solo terminal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Signals.hookResize(this::resize);
      tty.raw();
      return client.converse(
          attachment().frame(),
          new FileInputStream(FileDescriptor.in),
          new FileOutputStream(FileDescriptor.out),
          new FileOutputStream(FileDescriptor.err));
    } finally {
      tty.close();
      Hooks.remove(hook);
    }
  }

  private static Attachment attachment() {
    int[] size = Tty.size();
    String encoding = System.getProperty("stdout.encoding", "UTF-8");
    String directory = Path.of("").toAbsolutePath().toString();
    return new Attachment(Tty.type(), encoding, size[0], size[1], directory);
  }

  private void resize() {
    int[] size = Tty.size();
    try {
      client.window(size[0], size[1]);
    } catch (IOException e) {
      // The connection is gone, which the reading side tells.
    }
  }
}
