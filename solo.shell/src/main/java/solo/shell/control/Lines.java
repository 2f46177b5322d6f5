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

  /** Runs a line to its end, or until it is interrupted or suspended. */
  void run(String line) throws InterruptedException {
    if (line.isBlank()) {
      return;
    }
    if (line.strip().equals(EXIT)) {
      end();
      return;
    }
    interrupted = false;
    running = true;
    try {
      status = evaluator.run(line, () -> interrupted);
      awaitForeground();
    } finally {
      running = false;
    }
  }

  /** A job that {@code fg} has brought back is waited for as well. */
  private void awaitForeground() throws InterruptedException {
    Job job = session.foregroundJob();
    while (job != null && !over) {
      synchronized (job) {
        if (job.status() == Job.Status.Foreground) {
          job.wait();
        }
      }
      job = session.foregroundJob();
    }
  }

  /** Ends the line that runs; true where one did. */
  boolean interrupt() {
    interrupted = true;
    Job job = session.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
    return running;
  }

  /** There will be no further line. */
  void end() {
    over = true;
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
