package solo.shell.control;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import solo.core.control.Attachment;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameType;

/**
 * A shell on a client's terminal. Ctrl-C ends the line that runs or clears the one that is typed,
 * Ctrl-D and {@code exit} end the session; the container goes on.
 */
final class TerminalShell implements Shell {
  private final Outbox outbox;
  private final StandardInput keys;
  private final RemoteTerminal terminal;
  private final PrintStream out;
  private final CommandSession session;
  private final Editor editor;
  private final Lines lines;
  private final Path profile;

  TerminalShell(CommandRunner commands, Visitor visitor, Attachment attachment, Outbox outbox)
      throws IOException {
    this.outbox = outbox;
    profile = commands.profile();
    keys = new StandardInput(outbox);
    Charset encoding = Charset.forName(attachment.encoding());
    terminal = new RemoteTerminal(attachment.terminal(), encoding, keys, outbox);
    terminal.resize(attachment.columns(), attachment.rows());
    out = new PrintStream(terminal.output(), true, encoding);
    session = Sessions.open(commands.processor(), visitor, terminal.commandInput(), out, out);
    session.put(org.apache.felix.gogo.jline.Shell.VAR_PROMPT, "solo> ");
    session.put("#COLUMNS", (Function) (s, arguments) -> terminal.getWidth());
    session.put("#LINES", (Function) (s, arguments) -> terminal.getHeight());
    session.put(HiddenInput.PROMPTER, terminal.prompter(out));
    session.currentDir(WorkingDirectory.of(attachment.directory()));
    Language language = commands.language(visitor);
    editor =
        language == Language.GOGO
            ? new LineEditor(session, terminal)
            : new PlainEditor(session, commands, terminal);
    Jobs jobs = new Jobs(session, this::tell);
    terminal.ignore(jobs::gone);
    Spoken spoken = new Spoken(session, language);
    lines = new Lines(session, new Evaluator(spoken, commands, jobs, out, this::complain), jobs);
    terminal.handle(Signal.INT, signal -> lines.interrupt());
    terminal.handle(Signal.TSTP, signal -> jobs.suspendForeground());
  }

  /** Reads and runs lines until the session ends, then tells how the last one ended. */
  @Override
  public void run() {
    Thread pump = Connection.daemon("keys", terminal::pump);
    try {
      readProfile();
      converse();
    } catch (EndOfFileException e) {
      // Ctrl-D, or the client is gone.
    } finally {
      lines.ended();
      editor.saveHistory();
      end();
      pump.interrupt();
    }
  }

  private void readProfile() {
    try {
      if (Files.exists(profile)) {
        editor.readProfile(profile);
      }
    } catch (Exception e) {
      complain("%s: %s".formatted(profile, Failure.of(e).message()));
    }
    lines.defineExit();
  }

  private void converse() {
    while (!lines.over()) {
      lines.expect();
      terminal.reveal();
      lines.run(editor.read());
    }
  }

  private void end() {
    keys.end();
    out.flush();
    try {
      outbox.putWhole(Frame.of(FrameType.EXIT, lines.status()));
    } catch (IOException e) {
      // The client is gone: nobody asks how it went.
    }
    discard();
  }

  private void complain(String message) {
    AttributedStyle red = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    message
        .lines()
        .map(line -> new AttributedString(line, red).toAnsi(terminal))
        .forEach(out::println);
  }

  /** Says which job went to the background, was suspended, or came back. */
  private void tell(Job job, Status before, Status now) {
    if (before == Status.Background
        || now == Status.Background
        || before == Status.Suspended
        || now == Status.Suspended) {
      out.printf(
          "[%d] %s  %s%n", job.id(), now.name().toLowerCase(java.util.Locale.ROOT), job.command());
    }
  }

  @Override
  public void input(byte[] bytes) throws FrameException {
    terminal.type(bytes);
  }

  @Override
  public void endOfInput() {
    keys.end();
  }

  @Override
  public void window(int columns, int rows) {
    terminal.resize(columns, rows);
  }

  @Override
  public void interrupt() {
    terminal.raise(Signal.INT);
  }

  /** Closes the session at once: an interrupt could miss a command that is about to begin. */
  @Override
  public void hangUp() {
    lines.end();
    lines.interrupt();
    session.close();
    keys.abandon();
  }

  @Override
  public void discard() {
    session.close();
    try {
      terminal.close();
    } catch (IOException e) {
      // The client is gone, and with it what was not shown.
    }
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
