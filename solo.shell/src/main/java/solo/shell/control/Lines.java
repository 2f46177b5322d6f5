package solo.shell.control;

import java.util.OptionalInt;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import solo.core.control.ExitStatus;

/** The lines of a shell, one after the other, and how the last one ended. */
final class Lines {
  private static final String EXIT = "exit";

  private final CommandSession session;
  private final Evaluator evaluator;
  private final Jobs jobs;
  private Thread thread;
  private volatile boolean running;
  private volatile boolean interrupted;
  private volatile boolean over;
  private volatile int status = ExitStatus.DONE;

  Lines(CommandSession session, Evaluator evaluator, Jobs jobs) {
    this.session = session;
    this.evaluator = evaluator;
    this.jobs = jobs;
  }

  /** From now on {@code exit} ends this shell, whatever a profile made of it. */
  void defineExit() {
    session.put(
        EXIT,
        (Function)
            (s, arguments) -> {
              end();
              return null;
            });
  }

  /** A line is read next: interrupts until it runs are meant for it. */
  synchronized void expect() {
    Thread.interrupted();
    interrupted = false;
    thread = Thread.currentThread();
  }

  /** Runs a line to its end, or until it is interrupted or suspended. */
  void run(String line) {
    if (line.strip().equals(EXIT)) {
      end();
    } else if (!line.isBlank() && begin()) {
      try {
        // What a prompt or a completion began and was interrupted in: else no command could run.
        jobs.endForeground();
        status = evaluator.run(line, () -> interrupted);
        awaitForeground();
      } finally {
        ended();
      }
    }
  }

  private synchronized boolean begin() {
    running = !over && !Thread.interrupted();
    interrupted = !running;
    thread = Thread.currentThread();
    return running;
  }

  /** From here on nobody interrupts the thread. */
  synchronized void ended() {
    running = false;
    thread = null;
    Thread.interrupted();
  }

  /** Waits for a job that {@code fg} has brought back. */
  private void awaitForeground() {
    boolean any = true;
    while (any && !over) {
      try {
        any = jobs.awaitForeground();
      } catch (InterruptedException e) {
        jobs.endForeground();
      }
    }
  }

  /**
   * Ends the line that is read or runs. Its thread goes no further, and ends a job that it is just
   * making; one that is there is told at once, since the thread may wait for a slow client.
   *
   * @return whether a line ran
   */
  boolean interrupt() {
    boolean ran;
    synchronized (this) {
      ran = running;
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
    jobs.interruptForeground();
    return ran;
  }

  /** There will be no further line. */
  void end() {
    over = true;
  }

  /** Whether a line runs now. */
  boolean running() {
    return running;
  }

  /** No further line is wanted. */
  boolean over() {
    return over;
  }

  /** Of the last line; 0 before the first. */
  int status() {
    return status;
  }

  /** Sets it where no line did. */
  void status(int value) {
    status = value;
  }

  /** Of a session that ends now, maybe in the middle of a line. */
  OptionalInt statusNow() {
    return OptionalInt.of(running ? ExitStatus.FAILED : status);
  }
}
