package solo.shell.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;
import solo.core.lifecycle.ExitCode;

/**
 * One client, from its hello to the exit status of its one command. Its own thread reads frames, so
 * an interrupt or the client's end is seen while the command runs; the command has another thread,
 * and what it prints a third.
 */
final class Connection implements Closeable {
  /** So much of what a refused client still sends is read away, so that it sees the refusal. */
  private static final long DRAIN_BYTES = 16L << 20;

  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Outbox outbox;
  private final CommandRun command;
  private volatile Thread worker;

  Connection(SocketChannel channel, CommandRunner commands, Caller caller) {
    this.channel = channel;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
    outbox = new Outbox(writer);
    command = commands.prepare(caller, outbox);
  }

  /** Serves the client; returns when it is gone, or has its exit status. */
  void serve(String product) {
    try {
      Hello client = Hello.of(reader.expect(FrameType.HELLO));
      writer.write(Hello.own(product).frame());
      if (client.version() != Hello.VERSION) {
        throw new FrameException(
            "protocol version %d is not spoken here, but %d"
                .formatted(client.version(), Hello.VERSION));
      }
      Optional<Frame> frame = reader.read();
      while (frame.isPresent()) {
        take(frame.get());
        frame = reader.read();
      }
    } catch (FrameException e) {
      refuse(channel, e.getMessage(), ExitCode.USAGE.status());
    } catch (IOException e) {
      // The client is gone, or its command has ended and the channel was closed.
    } finally {
      end();
    }
  }

  private void take(Frame frame) throws FrameException {
    switch (frame.type()) {
      case EXEC -> start(Execution.of(frame));
      case STDIN -> command.input().add(frame.payload());
      case STDIN_END -> command.input().end();
      case WINDOW -> command.window(frame.columns(), frame.rows());
      case INTERRUPT -> command.interrupt();
      default -> throw new FrameException("a client does not send " + frame.type());
    }
  }

  private void start(Execution execution) throws FrameException {
    if (worker != null) {
      throw new FrameException("a connection runs one command");
    }
    worker = daemon("command", () -> command.run(execution));
    daemon("output", this::send);
  }

  /** Whether a command runs whose client is still there. */
  boolean isBusy() {
    return worker != null && channel.isOpen();
  }

  /** A command whose client is gone is interrupted. */
  private void end() {
    closeQuietly();
    if (worker == null) {
      command.discard();
    } else {
      command.interrupt();
      command.input().end();
    }
  }

  /** Writes what the command prints; after its exit status there is nothing left to serve. */
  private void send() {
    outbox.run();
    closeQuietly();
  }

  private static Thread daemon(String what, Runnable task) {
    Thread thread = new Thread(task, "solo control " + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Says why, and lets the client see it. */
  static void refuse(SocketChannel channel, String why, int status) {
    try (channel) {
      FrameWriter writer = new FrameWriter(channel);
      byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
      writer.write(new Frame(FrameType.STDERR, text));
      writer.write(Frame.of(FrameType.EXIT, status));
      channel.shutdownOutput();
      ByteBuffer away = ByteBuffer.allocate(64 * 1024);
      for (long drained = 0; drained < DRAIN_BYTES; drained += away.position()) {
        away.clear();
        if (channel.read(away) < 0) {
          return;
        }
      }
    } catch (IOException e) {
      // It does not want to know.
    }
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
