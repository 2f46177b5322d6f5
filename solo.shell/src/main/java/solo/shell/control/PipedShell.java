package solo.shell.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.felix.service.command.CommandSession;
import solo.core.control.Attachment;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameType;
import solo.core.lifecycle.ExitCode;

/**
 * A shell whose client has no terminal: each line of its input is a command, or part of one that
 * spans several. There is no prompt, and an interrupt ends it.
 */
final class PipedShell implements Shell {
  private final Outbox outbox;
  private final StandardInput in;
  private final Charset encoding;
  private final PrintStream out;
  private final PrintStream err;
  private final CommandSession session;
  private final Language language;
  private final Lines lines;

  PipedShell(CommandRunner commands, Visitor visitor, Attachment attachment, Outbox outbox)
      throws IOException {
    this.outbox = outbox;
    encoding = Charset.forName(attachment.encoding());
    in = new StandardInput(outbox);
    out = outbox.printer(FrameType.STDOUT);
    err = outbox.printer(FrameType.STDERR);
    session = Sessions.open(commands.processor(), visitor, in, out, err);
    session.put(HiddenInput.PROMPTER, NextLine.NEXT_LINE);
    session.currentDir(WorkingDirectory.of(attachment.directory()));
    if (attachment.columns() > 0) {
      window(attachment.columns(), attachment.rows());
    }
    language = commands.language(visitor);
    Jobs jobs = new Jobs(session);
    Spoken spoken = new Spoken(session, language);
    lines = new Lines(session, new Evaluator(spoken, commands, jobs, out, err::println), jobs);
    lines.defineExit();
  }

  /** What a command reads is the line behind it, and nobody is there to be asked. */
  private enum NextLine implements HiddenInput.Prompter {
    NEXT_LINE;

    @Override
    public void begin(String prompt) {}

    @Override
    public void end() {}

    @Override
    public boolean typed() {
      return false;
    }
  }

  /** Runs lines until the input ends, then tells how the last one ended. */
  @Override
  public void run() {
    try {
      Optional<String> command = command();
      while (command.isPresent() && !lines.over()) {
        lines.run(command.get());
        command = lines.over() ? Optional.empty() : command();
      }
    } catch (IOException e) {
      // The client is gone, or gave up.
    } finally {
      lines.ended();
      end();
    }
  }

  private void end() {
    out.flush();
    err.flush();
    try {
      outbox.putWhole(Frame.of(FrameType.EXIT, lines.status()));
    } catch (IOException e) {
      // The client is gone: nobody asks how it went.
    }
    discard();
  }

  /** The next line, with those that it needs to be whole. */
  private Optional<String> command() throws IOException {
    Optional<String> line = line();
    Optional<String> more = line;
    while (line.isPresent() && more.isPresent() && language.incomplete(line.get())) {
      more = line();
      line = Optional.of(line.get() + more.map(next -> "\n" + next).orElse(""));
    }
    return line;
  }

  /**
   * Byte by byte, since what follows belongs to the command if it reads. A line that is too long is
   * read to its end and refused.
   */
  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    boolean any = next >= 0;
    while (next >= 0 && next != '\n') {
      if (line.size() <= Execution.MAX_COMMAND) {
        line.write(next);
      }
      next = in.read();
    }
    if (line.size() > Execution.MAX_COMMAND) {
      err.printf("a line is longer than the %d bytes that are accepted%n", Execution.MAX_COMMAND);
      lines.status(ExitCode.USAGE.status());
      return Optional.of("");
    }
    return any ? Optional.of(line.toString(encoding)) : Optional.empty();
  }

  @Override
  public void input(byte[] bytes) throws FrameException {
    in.add(bytes);
  }

  @Override
  public void endOfInput() {
    in.end();
  }

  @Override
  public void window(int columns, int rows) {
    session.put("COLUMNS", columns);
    session.put("LINES", rows);
  }

  /** Ends the line that runs and the shell, as a signal ends a script. */
  @Override
  public void interrupt() {
    lines.end();
    if (!lines.interrupt()) {
      lines.status(Evaluator.INTERRUPTED);
    }
    session.close();
    in.end();
  }

  @Override
  public void hangUp() {
    interrupt();
  }

  @Override
  public void discard() {
    session.close();
  }

  @Override
  public boolean busy() {
    return lines.running();
  }

  @Override
  public OptionalInt farewell() {
    return lines.statusNow();
  }
}
