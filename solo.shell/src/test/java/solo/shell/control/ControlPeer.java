package solo.shell.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;
import solo.core.control.SocketFile;

/** A client that sends what a test wants, sense or nonsense. */
final class ControlPeer implements AutoCloseable {
  final SocketChannel channel;
  final FrameReader reader;
  final FrameWriter writer;
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  byte[] input = {};

  private ControlPeer(SocketChannel channel) {
    this.channel = channel;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
  }

  static ControlPeer connect(Path data) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(SocketFile.resolve(data)));
    return new ControlPeer(channel);
  }

  ControlPeer greet() throws IOException {
    writer.write(Hello.own("test").frame());
    Hello.of(reader.expect(FrameType.HELLO));
    return this;
  }

  ControlPeer start(String command) throws IOException {
    writer.write(new Execution("/tmp", command).frame());
    return this;
  }

  void raw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Collects output until the exit status. */
  int finish() throws IOException {
    while (true) {
      Frame frame = reader.read().orElseThrow(() -> new AssertionError("closed without a status"));
      switch (frame.type()) {
        case STDOUT -> out.writeBytes(frame.payload());
        case STDERR -> err.writeBytes(frame.payload());
        case CREDIT -> sendInput();
        case EXIT -> {
          return frame.number();
        }
        default -> throw new AssertionError("the server sent " + frame);
      }
    }
  }

  void sendInput() throws IOException {
    writer.write(new Frame(FrameType.STDIN, input));
    writer.write(Frame.of(FrameType.STDIN_END));
  }

  /** Waits for output that contains a text. */
  void awaitOutput(String text) throws IOException {
    while (!out.toString(StandardCharsets.UTF_8).contains(text)) {
      Optional<Frame> frame = reader.read();
      out.writeBytes(frame.orElseThrow().payload());
    }
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
