package solo.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;

/** {@code solo stop}: asks over the socket, or by signal where nobody listens yet, and waits. */
final class Stop {
  private static final Duration SHOW_AFTER = Duration.ofSeconds(1);

  /** So much longer than its stop may take is a process waited for: its machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Target target;
  private final boolean terminal;

  Stop(Target target, boolean terminal) {
    this.target = target;
    this.terminal = terminal;
  }

  int run() throws LaunchException {
    Duration stopTakes =
        new PidFile(target.data())
            .holder()
            .map(PidFile.Holder::stopTakes)
            .orElse(Ending.UNCONFIGURED);
    Optional<ProcessIdentity> process = ask();
    if (process.isEmpty()) {
      System.err.println("solo: no container runs on " + target.name());
      return ExitStatus.NOT_RUNNING;
    }
    awaitEnd(process.get(), stopTakes.plus(PATIENCE));
    return ExitStatus.DONE;
  }

  /** Whom to wait for; empty when there is nobody. */
  private Optional<ProcessIdentity> ask() throws LaunchException {
    try (ControlClient client = target.connect();
        TimeLimit limit = new TimeLimit(client, ControlClient.ANSWER)) {
      Optional<ProcessIdentity> process = ProcessIdentity.of(client.server().pid());
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status =
          client.execute(
              new Execution("/", "solo:shutdown"),
              InputStream.nullInputStream(),
              new ByteArrayOutputStream(),
              err);
      if (status != ExitStatus.DONE) {
        throw new LaunchException(
            ExitStatus.FAILED,
            "the container refuses to stop: " + err.toString(StandardCharsets.UTF_8).strip());
      }
      return process;
    } catch (IOException e) {
      return target.owned() ? signal() : Optional.empty();
    }
  }

  /** A container that has not opened its socket, or has closed it, is named by the pid file. */
  private Optional<ProcessIdentity> signal() {
    Optional<ProcessIdentity> process =
        new PidFile(target.data()).holder().map(PidFile.Holder::process);
    process.flatMap(held -> ProcessHandle.of(held.pid())).ifPresent(ProcessHandle::destroy);
    return process;
  }

  private void awaitEnd(ProcessIdentity process, Duration giveUpAfter) throws LaunchException {
    long begin = System.nanoTime();
    try (ProgressLine progress = new ProgressLine(System.err, terminal)) {
      while (process.alive()) {
        long waited = System.nanoTime() - begin;
        if (waited > giveUpAfter.toNanos()) {
          throw new LaunchException(
              ExitStatus.FAILED,
              "process %d is still there after %d s"
                  .formatted(process.pid(), giveUpAfter.toSeconds()));
        }
        if (waited > SHOW_AFTER.toNanos()) {
          progress.show("stopping, process " + process.pid());
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }
}
