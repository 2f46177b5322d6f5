package solo.itest.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;
import solo.core.control.SocketFile;

/** One connection to the control socket of a running process, which runs one command. */
public final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final SoloHome home;

  private Connection(SoloHome home, SocketChannel channel) {
    this.home = home;
    this.channel = channel;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
  }

  /** Connects and greets. */
  public static Connection open(SoloHome home) throws IOException {
    Connection connection = new Connection(home, connect(home));
    try {
      connection.send(Hello.own("itest").frame());
      connection.reader.expect(FrameType.HELLO);
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Connects and says nothing. */
  public static SocketChannel connect(SoloHome home) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(SocketFile.resolve(home.data())));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends a frame. */
  public void send(Frame frame) throws IOException {
    writer.write(frame);
  }

  /** The next frame; empty when the container has hung up. */
  public Optional<Frame> receive() throws IOException {
    return reader.read();
  }

  /** Asks for a command and does not wait for it. */
  public void execute(String command) throws IOException {
    send(new Execution(home.scratch().toString(), command).frame());
  }

  /** Waits for the end of what was asked for, which has nothing to read. */
  public Result result(String command) throws IOException {
    return result(command, new byte[0]);
  }

  /** Waits for the end of what was asked for, which reads the input from a pipe. */
  public Result result(String command, byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    while (true) {
      Frame frame =
          reader.read().orElseThrow(() -> new FrameException("closed during '" + command + "'"));
      switch (frame.type()) {
        case STDOUT -> out.writeBytes(frame.payload());
        case STDERR -> err.writeBytes(frame.payload());
        case CREDIT -> {
          if (input.length > 0) {
            send(new Frame(FrameType.STDIN, input));
          }
          send(Frame.of(FrameType.STDIN_END));
        }
        case EXIT -> {
          return new Result(
              command,
              frame.number(),
              out.toString(StandardCharsets.UTF_8),
              err.toString(StandardCharsets.UTF_8));
        }
        default -> throw new FrameException(frame + " during '" + command + "'");
      }
    }
  }

  /** Sends bytes that need be no frame. */
  public void raw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Sends bytes that need be no frame; false where the container has hung up. */
  public boolean tryRaw(byte[] bytes) {
    try {
      raw(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads what still comes and returns once the container has hung up. */
  public void awaitHangUp() {
    drain(channel);
  }

  /** Reads what still comes and returns once the container has hung up. */
  public static void drain(SocketChannel channel) {
    ByteBuffer sink = ByteBuffer.allocate(4096);
    try {
      while (channel.read(sink.clear()) >= 0) {
        // whatever is said does not matter here
      }
    } catch (IOException e) {
      // hung up with bytes of ours unread
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
