package solo.shell.control;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import solo.core.control.ExitStatus;
import solo.core.lifecycle.ExitCode;
import solo.core.recovery.Replayer.Progress;

/** Runs a line, prints what it returns or why it failed, and tells its exit status. */
final class Evaluator {
  /** As a shell tells of a command that a signal ended. */
  static final int INTERRUPTED = 130;

  private final Spoken spoken;
  private final CommandSession session;
  private final CommandRunner commands;
  private final Jobs jobs;
  private final PrintStream out;
  private final Consumer<String> complain;

  Evaluator(
      Spoken spoken,
      CommandRunner commands,
      Jobs jobs,
      PrintStream out,
      Consumer<String> complain) {
    this.spoken = spoken;
    session = spoken.session();
    this.commands = commands;
    this.jobs = jobs;
    this.out = out;
    this.complain = complain;
  }

  /**
   * Runs it on the calling thread; throws nothing.
   *
   * @param interrupted whether a failure is the client's own wish
   */
  int run(String line, BooleanSupplier interrupted) {
    Optional<String> malformed = Admission.malformed(line);
    if (malformed.isPresent()) {
      complain.accept(malformed.get());
      return ExitCode.USAGE.status();
    }
    Optional<String> refusal = commands.refusal(line);
    if (refusal.isPresent()) {
      complain.accept(refusal.get());
      return ExitStatus.FAILED;
    }
    try {
      Object result = spoken.run(line);
      if (result == null && interrupted.getAsBoolean()) {
        return INTERRUPTED;
      }
      print(result);
      return result instanceof ExitStatus known ? known.status() : ExitStatus.DONE;
    } catch (Exception e) {
      return failed(e, interrupted.getAsBoolean());
    }
  }

  private void print(Object result) {
    if (result == null || Boolean.FALSE.equals(session.get(".Gogo.format"))) {
      return;
    }
    String text = session.format(result, Converter.INSPECT).toString();
    out.print(text);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      out.println();
    }
  }

  private int failed(Exception e, boolean interrupted) {
    if (interrupted || e instanceof InterruptedException) {
      // The job, which this thread no longer waits for, may print as long as it is there.
      jobs.endForeground();
      complain.accept("interrupted");
      return INTERRUPTED;
    }
    Failure failure = Failure.of(e);
    Optional<Progress> now = commands.progress();
    boolean early = failure.unknownCommand() && !now.map(Progress::ready).orElse(false);
    complain.accept(early ? Admission.recovering(now) : failure.message());
    return failure.status();
  }
}
