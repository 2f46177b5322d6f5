package solo.shell.control;

import java.util.OptionalInt;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import solo.core.control.ExitStatus;

/** The lines of a shell, one after the other, and how the last one ended. */
final class Lines {
  private static final String EXIT = "exit";

  private final CommandSession session;
  private final Evaluator evaluator;
  private Thread thread;
  private volatile boolean running;
  private volatile boolean interrupted;
  private volatile boolean over;
  private volatile int status = ExitStatus.DONE;

  Lines(CommandSession session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
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
  void expect() {
    interrupted = false;
  }

  /** Runs a line to its end, or until it is interrupted or suspended. */
  void run(String line) throws InterruptedException {
    if (line.strip().equals(EXIT)) {
      end();
    } else if (!line.isBlank() && begin()) {
      try {
        status = evaluator.run(line, () -> interrupted);
      } finally {
        ended();
      }
      // An interrupt that was meant for the line editor may come late: then the job still runs.
      interrupted |= status == Evaluator.INTERRUPTED;
      awaitForeground();
      running = false;
    }
  }

  private synchronized boolean begin() {
    running = !interrupted && !over;
    thread = running ? Thread.currentThread() : null;
    return running;
  }

  /** From here on nobody interrupts the thread. */
  private synchronized void ended() {
    thread = null;
    Thread.interrupted();
  }

  /** A job that {@code fg} has brought back is waited for, one that was missed is interrupted. */
  private void awaitForeground() throws InterruptedException {
    Job job = session.foregroundJob();
    while (job != null && !over) {
      if (interrupted) {
        Jobs.interrupt(job);
      }
      synchronized (job) {
        if (job.status() == Job.Status.Foreground) {
          job.wait();
        }
      }
      job = session.foregroundJob();
    }
  }

  /**
   * Ends the line that runs. A job that is just being made is not there to be interrupted, but its
   * maker is.
   *
   * @return whether a line ran
   */
  boolean interrupt() {
    Job job = session.foregroundJob();
    synchronized (this) {
      interrupted = true;
      if (job == null && thread != null) {
        thread.interrupt();
      }
    }
    if (job != null) {
      Jobs.interrupt(job);
    }
    return running;
  }

  /** Whether the line that runs, or ran last, was interrupted. */
  boolean interrupted() {
    return interrupted;
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
