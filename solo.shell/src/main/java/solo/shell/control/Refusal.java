package solo.shell.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import solo.core.control.Frame;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;

/**
 * Why a client is not served.
 *
 * @param status that it ends with
 */
record Refusal(String why, int status) {
  /** So much of what a refused client still sends is read away, so that it sees the refusal. */
  private static final long DRAIN_BYTES = 16L << 20;

  /** Says why, lets the client see it and hang up, and closes the channel. */
  void tell(SocketChannel channel, FrameWriter writer, Deadlines deadlines) {
    Future<?> patience = deadlines.closing(channel);
    try (channel) {
      write(writer);
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
    } finally {
      patience.cancel(false);
    }
  }

  /** Only says why. */
  void write(FrameWriter writer) throws IOException {
    byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
    writer.write(new Frame(FrameType.STDERR, text));
    writer.write(Frame.of(FrameType.EXIT, status));
  }
}
