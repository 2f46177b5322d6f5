package solo.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import solo.core.lifecycle.ExitCode;

/**
 * The one way out of the process. Whatever begins the stop - a signal, the shell, a bundle, a fatal
 * fault - the framework is stopped once, a deadline is armed, and the process halts with the code
 * of whoever was first to name one.
 */
final class Ending implements ObjIntConsumer<String> {
  /** With these codes going on, even to stop in order, would be wrong. */
  private static final Set<Integer> AT_ONCE =
      Set.of(
          ExitCode.DAMAGED_DATA.status(),
          ExitCode.IO_FAILURE.status(),
          ExitCode.ALREADY_RUNNING.status(),
          ExitCode.BAD_CONFIGURATION.status());

  /** How long a stop may take until the container has read its configuration. */
  static final Duration UNCONFIGURED = Duration.ofSeconds(30);

  /** So long the rest may take once all that must be durable is, and something hangs. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(2);

  private static final int UNDECIDED = -1;

  private final AtomicReference<String> trigger = new AtomicReference<>("");
  private final AtomicInteger code = new AtomicInteger(UNDECIDED);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final StopDeadline deadline = new StopDeadline(UNCONFIGURED, this::late);
  private final boolean signals;
  private volatile Framework framework;
  private volatile PidFile pid;
  private volatile String phase = "";
  private volatile StopListener listener = (entered, left) -> {};
  private volatile Runnable last = () -> {};

  /** Told how a stop goes. */
  interface StopListener {
    /** A phase begins, empty for the first; the process will have ended after so long. */
    void enters(String phase, Duration left);
  }

  /** Takes signals from now on; without a framework they end the process at once. */
  Ending() {
    signals = Signals.hook(this::stopAndHalt);
  }

  /** The file is deleted at the end, and says how long a stop may take. */
  void owns(PidFile file) {
    pid = file;
  }

  void listener(StopListener told) {
    listener = told;
  }

  /** The framework is stopped from now on, also where someone calls {@code System.exit}. */
  void stops(Framework running) {
    framework = running;
    String exit = signals ? "exit" : "signal or exit";
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(exit), "solo shutdown"));
  }

  /** Which way the stop came; empty where it did not come through here. */
  String trigger() {
    return trigger.get();
  }

  /** Keeps the way by which the stop comes; only the first counts. */
  void cause(String way) {
    trigger.compareAndSet("", way);
  }

  /** Whether the end has begun. */
  boolean begun() {
    return stopping.get();
  }

  /** How long a stop may take, told before one begins; then, what is left in each phase. */
  void enters(String next, long leftMs) {
    Duration left = Duration.ofMillis(leftMs);
    phase = next;
    if (next.isEmpty()) {
      deadline.allow(left);
      named(left);
    } else {
      deadline.within(left);
      listener.enters(next, left);
    }
  }

  private void named(Duration bound) {
    try {
      if (pid != null) {
        pid.stopTakes(bound);
      }
    } catch (IOException e) {
      System.err.println("solo: the pid file does not say how long a stop takes: " + e);
    }
  }

  /** What is done last, whatever ends the process, so that its terminal can be used again. */
  void beforeHalt(Runnable act) {
    last = act;
  }

  /** Says why, and ends the process with the code; only the first call counts. */
  @Override
  public void accept(String reason, int status) {
    if (!code.compareAndSet(UNDECIDED, status)) {
      return;
    }
    LastWords.run(() -> System.err.println("solo: " + reason));
    if (AT_ONCE.contains(status)) {
      halt(status);
    } else if (status == ExitCode.OK.status()) {
      deadline.within(LAST_GRACE);
    } else {
      Thread thread = new Thread(() -> stopAndHalt("fault"), "solo exit");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A stop begins, whoever began it: it has a deadline from now on. */
  void stopBegins() {
    stopping.set(true);
    deadline.arm();
    if (phase.isEmpty()) {
      listener.enters(phase, deadline.left());
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

  private void stopAndHalt(String way) {
    cause(way);
    boolean first = stopping.compareAndSet(false, true);
    deadline.arm();
    Framework running = framework;
    try {
      if (running != null) {
        if (first) {
          running.stop();
        }
        running.waitForStop(0);
      }
    } catch (BundleException | InterruptedException e) {
      LastWords.run(() -> System.err.println("solo: the framework did not stop: " + e));
      halt(codeOr(ExitCode.STOP_FAILED.status()));
    }
    halt(codeOr(ExitCode.OK.status()));
  }

  private int codeOr(int otherwise) {
    code.compareAndSet(UNDECIDED, otherwise);
    return code.get();
  }

  /** The deadline is over: says so where nothing else was said, and which threads still run. */
  private void late() {
    if (code.compareAndSet(UNDECIDED, ExitCode.STOP_FAILED.status())) {
      String where = phase.isEmpty() ? "" : " in its phase '" + phase + "'";
      String running = liveThreads();
      LastWords.run(
          () ->
              System.err.printf(
                  "solo: the stop ran out of time%s; still running: %s%n", where, running));
    }
    halt(code.get());
  }

  private static String liveThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .map(Thread::getName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Without the shutdown hooks: a JVM that is shutting down can only be given a code so. */
  private void halt(int status) {
    last.run();
    try {
      LastWords.run(this::tidyUp);
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private void tidyUp() {
    try {
      if (pid != null) {
        pid.delete();
      }
    } catch (IOException e) {
      System.err.println("solo: the pid file could not be deleted: " + e);
    }
    System.out.flush();
    System.err.flush();
  }
}
