package solo.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import solo.core.lifecycle.ExitCode;

/**
 * The one way out of the process. Whatever begins the stop - a signal, the shell, a bundle, a fatal
 * fault - the framework is stopped once, a deadline is armed, and the process halts with the code
 * of whoever was first to name one. Halting from a shutdown hook is what makes a SIGTERM end with
 * 0.
 */
final class Ending implements ObjIntConsumer<String> {
  /** The budgets of an orderly stop add up to 25 s; what takes longer hangs. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /** So long bundles may still stop once all that must be durable is, and one of them hangs. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(2);

  /** With these codes going on, even to stop in order, would be wrong. */
  private static final Set<Integer> AT_ONCE =
      Set.of(
          ExitCode.DAMAGED_DATA.status(),
          ExitCode.IO_FAILURE.status(),
          ExitCode.ALREADY_RUNNING.status(),
          ExitCode.BAD_CONFIGURATION.status());

  private static final int UNDECIDED = -1;

  private final Framework framework;
  private final PidFile pid;
  private final AtomicInteger code = new AtomicInteger(UNDECIDED);
  private final AtomicBoolean armed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Ending(Framework framework, PidFile pid) {
    this.framework = framework;
    this.pid = pid;
  }

  /** SIGTERM, SIGINT, SIGHUP and {@code System.exit} come through here. */
  void hookSignals() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "solo shutdown"));
  }

  /** Says why, and ends the process with the code; only the first call counts. */
  @Override
  public void accept(String reason, int status) {
    if (!code.compareAndSet(UNDECIDED, status)) {
      return;
    }
    System.err.println("solo: " + reason);
    if (AT_ONCE.contains(status)) {
      halt(status);
    } else if (status == ExitCode.OK.status()) {
      start(() -> haltUnlessStopped(LAST_GRACE, status, ""), "solo last grace");
    } else {
      start(this::stopAndHalt, "solo exit");
    }
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on the stop has a deadline; called when a stop begins, whoever began it. */
  void armDeadline() {
    if (armed.compareAndSet(false, true)) {
      int late = ExitCode.STOP_FAILED.status();
      String what = "the stop took longer than %d s".formatted(DEADLINE.toSeconds());
      start(() -> haltUnlessStopped(DEADLINE, late, what), "solo stop deadline");
    }
  }

  /** Blocks until the framework has stopped, then ends the process. */
  void awaitStop() {
    try {
      framework.waitForStop(0);
    } catch (InterruptedException e) {
      System.err.println("solo: interrupted while running");
    }
    halt(codeOr(ExitCode.OK.status()));
  }

  private void stopAndHalt() {
    armDeadline();
    try {
      framework.stop();
      framework.waitForStop(0);
    } catch (BundleException | InterruptedException e) {
      System.err.println("solo: the framework did not stop: " + e);
      halt(codeOr(ExitCode.STOP_FAILED.status()));
    }
    halt(codeOr(ExitCode.OK.status()));
  }

  private int codeOr(int otherwise) {
    code.compareAndSet(UNDECIDED, otherwise);
    return code.get();
  }

  /** Says what is late, where that is worth a word, and which threads still run. */
  private void haltUnlessStopped(Duration patience, int status, String late) {
    try {
      if (stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      return;
    }
    if (!late.isEmpty()) {
      System.err.printf("solo: %s; still running: %s%n", late, liveThreads());
    }
    halt(status);
  }

  private static String liveThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .map(Thread::getName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** A JVM that is shutting down can only be given a code by halting it. */
  private void halt(int status) {
    stopped.countDown();
    try {
      pid.delete();
    } catch (IOException e) {
      System.err.println("solo: the pid file could not be deleted: " + e);
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
