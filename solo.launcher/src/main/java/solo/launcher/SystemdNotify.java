package solo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * Tells a service manager how the container is, by the program {@code systemd-notify}: Java has no
 * datagram sockets of the Unix domain. On a thread of its own, which nothing waits for; a helper
 * that hangs is killed.
 */
final class SystemdNotify implements Ending.StopListener {
  private static final String HELPER = "systemd-notify";
  private static final Duration HELPER_LIMIT = Duration.ofSeconds(2);

  /** The deadline of the container itself comes first, also on a busy machine. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int MOST_WAITING = 16;

  private final Path helper;
  private final BlockingDeque<List<String>> waiting = new LinkedBlockingDeque<>(MOST_WAITING);
  private String status = "";
  private boolean ready;
  private boolean stopping;

  private SystemdNotify(Path helper) {
    this.helper = helper;
    Thread thread = new Thread(this::send, "solo systemd notify");
    thread.setDaemon(true);
    thread.start();
  }

  /** Empty where no service manager listens, or its helper is not on the PATH. */
  static Optional<SystemdNotify> of(Map<String, String> environment) {
    if (environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()) {
      return Optional.empty();
    }
    for (String directory : environment.getOrDefault("PATH", "").split(":")) {
      Path helper = Path.of(directory, HELPER);
      if (!directory.isEmpty() && Files.isExecutable(helper)) {
        return Optional.of(new SystemdNotify(helper));
      }
    }
    System.err.println("solo: NOTIFY_SOCKET is set, but there is no systemd-notify on the PATH");
    return Optional.empty();
  }

  /** How far the start is, for people; said once until it changes. */
  synchronized void status(String text) {
    if (!ready && !stopping && !text.equals(status)) {
      status = text;
      waiting.offer(List.of("STATUS=" + text));
    }
  }

  /** The container takes work. */
  synchronized void ready() {
    if (!stopping) {
      ready = true;
      waiting.clear();
      waiting.offer(List.of("READY=1", "STATUS=" + Status.READY));
    }
  }

  /** The manager is asked to wait as long as the stop may take, whatever its unit says. */
  @Override
  public synchronized void enters(String phase, Duration left) {
    List<String> told = new ArrayList<>();
    if (!stopping) {
      told.add("STOPPING=1");
      waiting.clear();
    }
    stopping = true;
    told.add("STATUS=stopping" + (phase.isEmpty() ? "" : ": " + phase));
    told.add("EXTEND_TIMEOUT_USEC=" + left.plus(MARGIN).toNanos() / 1_000);
    waiting.offer(told);
  }

  private void send() {
    try {
      while (true) {
        send(waiting.take());
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; it ends with the process.
    } catch (IOException e) {
      System.err.println("solo: systemd is not told how the container is: " + e);
    }
  }

  private void send(List<String> told) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(helper.toString()));
    command.addAll(told);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(HELPER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
  }
}
