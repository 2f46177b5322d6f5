package solo.shell.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import solo.core.control.Attachment;
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
  private int credit;
  private int sent;

  private ControlPeer(SocketChannel channel) {
    this.channel = channel;
    reader = new FrameReader(channel);
    writer = new FrameWriter(channel);
  }

  static ControlPeer connect(Path data) throws IOException {
    return at(SocketFile.resolve(data));
  }

  static ControlPeer at(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
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
        case CREDIT -> sendInput(frame.number());
        case ECHO -> err.writeBytes((frame.echo() ? "<on>" : "<off>").getBytes());
        case EXIT -> {
          return frame.number();
        }
        default -> throw new AssertionError("the server sent " + frame);
      }
    }
  }

  /** Sends as much of the input as was asked for, and its end. */
  void sendInput(int wanted) {
    int count = Math.min(wanted, input.length - sent);
    try {
      writer.write(Frame.of(FrameType.STDIN, input, sent, count));
      sent += count;
      if (sent == input.length) {
        writer.write(Frame.of(FrameType.STDIN_END));
      }
    } catch (IOException e) {
      // The command has read enough: how it ended is there to be read.
    }
  }

  /** Waits for output that contains a text. */
  void awaitOutput(String text) throws IOException {
    while (!out().contains(text)) {
      receive(text);
    }
  }

  ControlPeer shows(String text) throws IOException {
    awaitOutput(text);
    return this;
  }

  ControlPeer awaitPrompt() throws IOException {
    awaitOutput("solo> ");
    return this;
  }

  private void receive(String awaited) throws IOException {
    Frame frame = reader.read().orElseThrow(() -> new AssertionError("closed: " + out()));
    switch (frame.type()) {
      case STDOUT -> out.writeBytes(frame.payload());
      case CREDIT -> credit += frame.number();
      default -> throw new AssertionError(frame + " instead of " + awaited + ": " + out() + err());
    }
  }

  /** Opens a shell; without a type of terminal it is one for a pipe. */
  ControlPeer attach(String terminal) throws IOException {
    writer.write(new Attachment(terminal, "UTF-8", 100, 30, "/tmp").frame());
    return this;
  }

  /** Sends what somebody types, when it is asked for, and forgets what was shown before. */
  ControlPeer type(String keys) throws IOException {
    byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
    while (credit < bytes.length) {
      receive("credit for " + bytes.length + " keys");
    }
    out.reset();
    credit -= bytes.length;
    writer.write(new Frame(FrameType.STDIN, bytes));
    return this;
  }

  /** Types a line, and waits for its answer and the next prompt. */
  void answers(String line, String answer) throws IOException {
    type(line + "\r").awaitOutput(answer);
    awaitPrompt();
  }

  /** Types Ctrl-D, and waits for the exit status. */
  int leave() throws IOException {
    return type("\u0004").finish();
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
