package solo.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import solo.core.control.Credential;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;
import solo.core.control.SocketFile;

/** The client's end of the control socket: one connection runs one command. */
final class ControlClient implements Closeable {
  /** A container that lives answers within this, whatever else it does. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  private static final int CHUNK = 16 * 1024;

  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Hello server;
  private Echo echo;

  private ControlClient(SocketChannel channel, String version) throws IOException {
    this.channel = channel;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
    // What this client asks for is in the oldest version, or is asked for after a look at theirs.
    writer.write(Hello.own(Hello.OLDEST, version).frame());
    server = Hello.of(reader.expect(FrameType.HELLO));
  }

  /**
   * Connects and greets.
   *
   * @throws IOException when nobody listens there, or nobody answers
   */
  static ControlClient connect(Path data, String version) throws IOException {
    return connect(data, version, ANSWER);
  }

  static ControlClient connect(Path data, String version, Duration answer) throws IOException {
    return at(SocketFile.resolve(data), version, answer);
  }

  /** At a socket by its name. */
  static ControlClient at(Path socket, String version, Duration answer) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try (TimeLimit limit = new TimeLimit(channel, answer)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new ControlClient(channel, version);
    } catch (AsynchronousCloseException e) {
      throw new IOException("no answer within %d ms".formatted(answer.toMillis()), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Who answers. */
  Hello server() {
    return server;
  }

  /**
   * Has the session have the token's rights; before anything else. Whether it is valid the answer
   * to what is asked for tells.
   *
   * @throws IOException when the container knows no tokens
   */
  void show(Credential token) throws IOException {
    if (server.version() < Credential.SINCE) {
      throw new IOException("Solo %s knows no tokens".formatted(server.product()));
    }
    writer.write(token.frame());
  }

  /** Standard input is typed on a terminal, whose echo is switched as the container asks. */
  void typed(Echo switched) throws IOException {
    if (server.version() >= Credential.SINCE) {
      echo = switched;
      writer.write(Frame.of(FrameType.TYPED));
    }
  }

  /** The size of the terminal, for tables. */
  void window(int columns, int rows) throws IOException {
    writer.write(Frame.window(columns, rows));
  }

  /** Interrupts the command; for another thread than the one that waits for it. */
  void interrupt() throws IOException {
    writer.write(Frame.of(FrameType.INTERRUPT));
  }

  /** Runs a command, as {@link #converse} does. */
  int execute(Execution command, InputStream in, OutputStream out, OutputStream err)
      throws IOException {
    return converse(command.frame(), in, out, err);
  }

  /**
   * Has a command or a shell run, and copies what it prints. Input is read only while it is asked
   * for, so that it is left to others where nobody wants it.
   *
   * @return the exit status
   * @throws OutputClosedException when its output has nowhere to go; closing interrupts the command
   */
  int converse(Frame request, InputStream in, OutputStream out, OutputStream err)
      throws IOException {
    writer.write(request);
    Semaphore wanted = new Semaphore(0);
    Thread input = new Thread(() -> forward(in, wanted), "solo input");
    input.setDaemon(true);
    input.start();
    while (true) {
      Frame frame =
          reader
              .read()
              .orElseThrow(() -> new FrameException("the container closed the connection"));
      switch (frame.type()) {
        case STDOUT -> print(frame, out);
        case STDERR -> print(frame, err);
        case ECHO -> switchEcho(frame.echo());
        case CREDIT -> wanted.release(frame.number());
        case EXIT -> {
          return frame.number();
        }
        default -> throw new FrameException("the container sent " + frame);
      }
    }
  }

  private void switchEcho(boolean on) throws IOException {
    if (echo == null) {
      throw new FrameException("the container sent ECHO to a client without a terminal");
    }
    echo.set(on);
  }

  private static void print(Frame frame, OutputStream stream) throws OutputClosedException {
    try {
      stream.write(frame.payload());
      stream.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  /** Nobody reads what the command prints, as behind {@code | head}. */
  static final class OutputClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
      super(cause);
    }
  }

  private void forward(InputStream in, Semaphore wanted) {
    byte[] chunk = new byte[CHUNK];
    try {
      while (true) {
        wanted.acquire();
        int credit = wanted.drainPermits() + 1;
        int count = in.read(chunk, 0, Math.min(chunk.length, credit));
        if (count < 0) {
          writer.write(Frame.of(FrameType.STDIN_END));
          return;
        }
        writer.write(Frame.of(FrameType.STDIN, chunk, 0, count));
        wanted.release(credit - count);
      }
    } catch (InterruptedException | IOException e) {
      // The connection is gone, which the reading side reports; or the input is, which ends it.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
