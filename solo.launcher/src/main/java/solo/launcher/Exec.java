package solo.launcher;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.lifecycle.ExitCode;

/** {@code solo exec}: one command, its input, its output, its exit status. */
final class Exec {
  private static final int INTERRUPTED = 130;
  private static final long ANSWER_TO_INTERRUPT_SECONDS = 5;

  private final Target target;

  Exec(Target target) {
    this.target = target;
  }

  int run(String command) throws LaunchException {
    Execution execution = new Execution(Path.of("").toAbsolutePath().toString(), command);
    try {
      execution.frame();
    } catch (FrameException e) {
      throw new LaunchException(ExitCode.USAGE, e.getMessage());
    }
    try (Echo echo = new Echo();
        ControlClient client = connect(target)) {
      if (Boolean.getBoolean("solo.typed")) {
        client.typed(echo);
      }
      int[] size = window();
      if (size[0] > 0) {
        client.window(size[0], size[1]);
      }
      return converse(client, execution.frame(), echo);
    } catch (ControlClient.OutputClosedException e) {
      return ExitStatus.FAILED;
    } catch (IOException e) {
      System.err.println("solo: the connection to the container broke: " + e.getMessage());
      return ExitStatus.FAILED;
    }
  }

  static ControlClient connect(Target target) throws LaunchException {
    try {
      return target.connect();
    } catch (IOException e) {
      if (!target.owned()) {
        throw new LaunchException(
            ExitStatus.NOT_RUNNING,
            "no container answers on %s: %s".formatted(target.name(), e.getMessage()));
      }
      Status status = Status.ask(target.data());
      throw new LaunchException(
          ExitStatus.NOT_RUNNING,
          status.pid() == 0
              ? "no container runs on %s; start one with 'solo start'".formatted(target.data())
              : "process %d holds %s and does not answer yet (%s)"
                  .formatted(status.pid(), target.data(), e.getMessage()));
    }
  }

  /** Has the container do what the frame asks for, with this process's streams. */
  static int converse(ControlClient client, Frame request, Echo echo) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupt(client, ended, echo), "solo interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return client.converse(
          request,
          new FileInputStream(FileDescriptor.in),
          new FileOutputStream(FileDescriptor.out),
          new FileOutputStream(FileDescriptor.err));
    } finally {
      ended.countDown();
      Hooks.remove(hook);
    }
  }

  /** On Ctrl-C the command is interrupted, and what it still says is shown. */
  private static void interrupt(ControlClient client, CountDownLatch ended, Echo echo) {
    try {
      client.interrupt();
      ended.await(ANSWER_TO_INTERRUPT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      // The connection is gone, and the command with it.
    }
    echo.close();
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  /** Columns and rows where standard output is a terminal, by the script's word; else 0. */
  static int[] window() {
    String[] size = System.getProperty("solo.window", "").split(" ");
    if (size.length == 2 && size[0].matches("\\d{1,5}") && size[1].matches("\\d{1,5}")) {
      return new int[] {Integer.parseInt(size[1]), Integer.parseInt(size[0])};
    }
    return new int[2];
  }
}
