package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import solo.core.control.Attachment;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** A shell's end of the control socket, without a terminal. */
final class SocketScreen extends Screen {
  private final Connection connection;
  private volatile OptionalInt status = OptionalInt.empty();

  SocketScreen(SoloHome home) {
    try {
      connection = Connection.open(home);
      String directory = home.root().toString();
      connection.send(new Attachment("xterm", "UTF-8", 100, 30, directory).frame());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::read, "screen");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      Optional<Frame> next = connection.receive();
      while (next.isPresent()) {
        Frame frame = next.get();
        if (frame.type() == FrameType.STDOUT || frame.type() == FrameType.STDERR) {
          show(frame.payload(), frame.payload().length);
        } else if (frame.type() == FrameType.EXIT) {
          status = OptionalInt.of(frame.number());
        }
        next = connection.receive();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  void send(byte[] keys) throws IOException {
    connection.send(new Frame(FrameType.STDIN, keys));
  }

  @Override
  OptionalInt ended() {
    return status;
  }

  @Override
  public void resize(int columns, int rows) {
    try {
      connection.send(Frame.window(columns, rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }
}
