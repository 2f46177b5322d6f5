package solo.shell.control;

import java.io.IOException;
import java.io.PrintStream;
import java.util.OptionalInt;
import org.apache.felix.service.command.CommandSession;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameType;

/** One command in a session of its own: its input, its output, its interrupt, its exit status. */
final class CommandRun implements Task {
  private final Outbox outbox;
  private final StandardInput in;
  private final PrintStream out;
  private final PrintStream err;
  private final CommandSession session;
  private final Evaluator evaluator;
  private final Jobs jobs;
  private Thread thread;
  private boolean interrupted;

  CommandRun(CommandRunner commands, Visitor visitor, Outbox outbox) {
    this.outbox = outbox;
    in = new StandardInput(outbox);
    out = outbox.printer(FrameType.STDOUT);
    err = outbox.printer(FrameType.STDERR);
    session = Sessions.open(commands.processor(), visitor, in, out, err);
    jobs = new Jobs(session);
    evaluator =
        new Evaluator(
            new Spoken(session, commands.language(visitor)), commands, jobs, out, err::println);
  }

  @Override
  public void input(byte[] bytes) throws FrameException {
    in.add(bytes);
  }

  @Override
  public void endOfInput() {
    in.end();
  }

  /** From now on what is typed is hidden where a command asks for that. */
  void typed() {
    session.put(HiddenInput.PROMPTER, new EchoSwitch(outbox, err));
  }

  /** Tables are as wide as this. */
  @Override
  public void window(int columns, int rows) {
    session.put("COLUMNS", columns);
    session.put("LINES", rows);
  }

  /** Runs on the calling thread, and says at the end how it went. Throws nothing. */
  void run(Execution execution) {
    int status = ExitStatus.FAILED;
    try {
      status = begin() ? execute(execution) : Evaluator.INTERRUPTED;
    } finally {
      end();
      finish(status);
    }
  }

  /** Ends the command, now or as soon as it begins. */
  @Override
  public void interrupt() {
    synchronized (this) {
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
    jobs.interruptForeground();
  }

  @Override
  public void hangUp() {
    interrupt();
    in.end();
  }

  @Override
  public void discard() {
    session.close();
  }

  @Override
  public boolean busy() {
    return true;
  }

  /** A client that asked for a stop knows better what a connection means that breaks then. */
  @Override
  public OptionalInt farewell() {
    return OptionalInt.empty();
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !interrupted;
  }

  private synchronized boolean interrupted() {
    return interrupted;
  }

  /** From here on nobody interrupts the thread, which has frames to send. */
  private synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  private int execute(Execution execution) {
    try {
      session.currentDir(WorkingDirectory.of(execution.directory()));
    } catch (IOException e) {
      err.println(e.getMessage());
      return ExitStatus.FAILED;
    }
    return evaluator.run(execution.command(), this::interrupted);
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
