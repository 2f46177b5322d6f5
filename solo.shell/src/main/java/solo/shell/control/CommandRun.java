package solo.shell.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import solo.core.capability.Caller;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;
import solo.core.control.Frame;
import solo.core.control.FrameType;
import solo.core.lifecycle.ExitCode;
import solo.core.recovery.Replayer;

/** One command in a session of its own: its input, its output, its interrupt, its exit status. */
final class CommandRun {
  private static final String SCOPE = "solo:gogo:*";
  private static final int INTERRUPTED = 130;

  private final Outbox outbox;
  private final Function<String, Optional<String>> admission;
  private final Supplier<Optional<Replayer.Progress>> progress;
  private final StandardInput in;
  private final PrintStream out;
  private final PrintStream err;
  private final CommandSession session;
  private Thread thread;
  private boolean interrupted;

  CommandRun(
      CommandProcessor processor,
      Caller caller,
      Outbox outbox,
      Function<String, Optional<String>> admission,
      Supplier<Optional<Replayer.Progress>> progress) {
    this.outbox = outbox;
    this.admission = admission;
    this.progress = progress;
    in = new StandardInput(outbox);
    out = print(FrameType.STDOUT);
    err = print(FrameType.STDERR);
    session = processor.createSession(in, out, err);
    session.put("SCOPE", SCOPE);
    session.put("solo.caller", caller);
  }

  private PrintStream print(FrameType type) {
    return new PrintStream(
        new BufferedOutputStream(outbox.stream(type)), true, StandardCharsets.UTF_8);
  }

  StandardInput input() {
    return in;
  }

  /** Tables are as wide as this. */
  void window(int columns, int rows) {
    session.put("COLUMNS", columns);
    session.put("LINES", rows);
  }

  /** Runs on the calling thread, and says at the end how it went. Throws nothing. */
  void run(Execution execution) {
    int status = ExitStatus.FAILED;
    try {
      status = begin() ? execute(execution) : INTERRUPTED;
    } catch (Exception e) {
      status = failed(execution, e);
    } finally {
      end();
      finish(status);
    }
  }

  /** Ends the command, now or as soon as it begins. Its thread is interrupted, nothing else. */
  void interrupt() {
    Job job = session.foregroundJob();
    synchronized (this) {
      interrupted = true;
      if (thread != null && job == null) {
        thread.interrupt();
      }
    }
    if (job != null) {
      job.interrupt();
    }
  }

  /** For a run that never began. */
  void discard() {
    session.close();
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !interrupted;
  }

  /** From here on nobody interrupts the thread, which has frames to send. */
  private synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  private int execute(Execution execution) throws Exception {
    Optional<String> refusal = Admission.malformed(execution.command());
    if (refusal.isPresent()) {
      err.println(refusal.get());
      return ExitCode.USAGE.status();
    }
    refusal = admission.apply(execution.command());
    if (refusal.isPresent()) {
      err.println(refusal.get());
      return ExitStatus.FAILED;
    }
    session.currentDir(directory(execution));
    Object result = session.execute(execution.command());
    print(result);
    return result instanceof ExitStatus known ? known.status() : ExitStatus.DONE;
  }

  private static Path directory(Execution execution) throws IOException {
    try {
      Path directory = Path.of(execution.directory());
      if (directory.isAbsolute()) {
        return directory;
      }
    } catch (InvalidPathException e) {
      throw new IOException("the working directory cannot be used: " + e.getMessage(), e);
    }
    throw new IOException("the working directory is not absolute");
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

  private int failed(Execution execution, Exception e) {
    Failure failure = Failure.of(e);
    synchronized (this) {
      if (interrupted) {
        err.println("interrupted");
        return INTERRUPTED;
      }
    }
    boolean ready = progress.get().map(Replayer.Progress::ready).orElse(false);
    boolean early = failure.unknownCommand() && !ready;
    err.println(early ? Admission.recovering(progress.get()) : failure.message());
    return failure.status();
  }

  private void finish(int status) {
    out.flush();
    err.flush();
    try {
      outbox.put(Frame.of(FrameType.EXIT, status));
    } catch (IOException e) {
      // The client is gone: nobody asks how it went.
    }
    session.close();
  }
}
