package solo.shell.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import solo.core.control.Attachment;
import solo.core.control.Credential;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;
import solo.core.lifecycle.ExitCode;

/**
 * One client, from its hello to the exit status of its one command or shell. Its own thread reads
 * frames, so an interrupt or the client's end is seen while the command runs; the command has
 * another thread, and what it prints a third.
 */
final class Connection implements Closeable {
  private final SocketChannel channel;
  private final CommandRunner commands;
  private final Deadlines deadlines;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Outbox outbox;
  private final BeforeRequest before = new BeforeRequest();
  private volatile Task task = before;
  private Visitor visitor;
  private boolean begun;
  private volatile boolean asked;

  Connection(SocketChannel channel, CommandRunner commands, Visitor visitor, Deadlines deadlines) {
    this.channel = channel;
    this.deadlines = deadlines;
    this.commands = commands;
    this.visitor = visitor;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
    outbox = new Outbox(writer);
  }

  /** Serves the client; returns when it is gone, or has its exit status. */
  void serve(String product) {
    Future<?> patience = deadlines.after(this::expire);
    try {
      Hello client = Hello.of(reader.expect(FrameType.HELLO));
      writer.write(Hello.own(product).frame());
      if (!client.spokenHere()) {
        throw new FrameException(
            "protocol version %d is not spoken here, but %d to %d"
                .formatted(client.version(), Hello.OLDEST, Hello.VERSION));
      }
      Optional<Frame> frame = reader.read();
      while (frame.isPresent()) {
        take(frame.get());
        begun = true;
        frame = reader.read();
      }
    } catch (FrameException e) {
      new Refusal(e.getMessage(), ExitCode.USAGE.status()).tell(channel, writer, deadlines);
    } catch (Login.Refused e) {
      new Refusal(e.getMessage(), ExitStatus.FAILED).tell(channel, writer, deadlines);
    } catch (IOException e) {
      // The client is gone, or its command has ended and the channel was closed.
    } finally {
      patience.cancel(false);
      end();
    }
  }

  private void take(Frame frame) throws FrameException, Login.Refused {
    if (frame.type() == FrameType.TOKEN) {
      show(Credential.of(frame));
      return;
    }
    if (visitor.caller().isEmpty()) {
      throw new Login.Refused("a token is needed: give one by SOLO_TOKEN or --token-file");
    }
    switch (frame.type()) {
      case EXEC -> execute(Execution.of(frame));
      case SHELL -> open(Attachment.of(frame));
      case TYPED -> typed();
      case STDIN -> task.input(frame.payload());
      case STDIN_END -> task.endOfInput();
      case WINDOW -> task.window(frame.columns(), frame.rows());
      case INTERRUPT -> task.interrupt();
      default -> throw new FrameException("a client does not send " + frame.type());
    }
  }

  /** Once, and before all else but the hello: what comes later belongs to whom it names. */
  private void show(Credential credential) throws FrameException, Login.Refused {
    if (begun) {
      throw new FrameException("TOKEN comes first, and once");
    }
    begun = true;
    visitor = visitor.as(commands.login().enter(credential, visitor.user()));
  }

  private void execute(Execution execution) throws FrameException {
    ask();
    CommandRun command = commands.prepare(visitor, outbox);
    task = command;
    before.tell(command);
    begin(() -> command.run(execution));
  }

  private void open(Attachment attachment) throws FrameException {
    ask();
    try {
      Shell shell = commands.shell(visitor, attachment, outbox);
      task = shell;
      begin(shell);
    } catch (IOException | RuntimeException e) {
      throw new FrameException("the shell cannot be opened: " + e);
    }
  }

  private void typed() throws FrameException {
    if (asked) {
      throw new FrameException("TYPED comes before what is asked for");
    }
    before.typed();
  }

  private void ask() throws FrameException {
    if (asked) {
      throw new FrameException("a connection runs one command");
    }
    asked = true;
  }

  private void begin(Runnable work) {
    daemon("output", this::send);
    daemon("command", work);
  }

  /** A client that has not said what it wants by now holds a place that others need. */
  private void expire() {
    if (asked) {
      return;
    }
    try {
      String why = "no command came within %d s".formatted(deadlines.limit().toSeconds());
      new Refusal(why, ExitCode.USAGE.status()).write(writer);
    } catch (IOException e) {
      // It is gone.
    } finally {
      closeQuietly();
    }
  }

  /** What a client left behind ends. */
  private void end() {
    closeQuietly();
    if (asked) {
      task.hangUp();
    } else {
      task.discard();
    }
  }

  /** Whether something runs whose client is still there. */
  boolean isBusy() {
    return asked && channel.isOpen() && task.busy();
  }

  /**
   * The container stops: a shell's client is told and sees its exit status, if it reads; any other
   * is hung up on. To be closed soon.
   */
  void dismiss() {
    if (asked && task.farewell().isPresent()) {
      // Not at the end of a prompt.
      String begin = task instanceof TerminalShell ? "\n" : "";
      byte[] text = (begin + "solo: the container stops\n").getBytes(StandardCharsets.UTF_8);
      outbox.offer(new Frame(FrameType.STDERR, text));
      outbox.offer(Frame.of(FrameType.EXIT, task.farewell().getAsInt()));
    } else {
      closeQuietly();
    }
  }

  /** Waits until all is sent, but not for long. */
  void awaitSent(Duration patience) throws InterruptedException {
    if (channel.isOpen()) {
      outbox.awaitWritten(patience);
    }
  }

  /** Writes what the command prints; after its exit status there is nothing left to serve. */
  private void send() {
    outbox.run();
    closeQuietly();
  }

  static Thread daemon(String what, Runnable task) {
    Thread thread = new Thread(task, "solo control " + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }
}
