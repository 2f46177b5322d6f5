package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;

/**
 * Keeps a session's streams open over interrupts. Gogo makes its channels with the JDK's {@code
 * Channels}, which close for good when a thread inside them is interrupted: after the first Ctrl-C
 * of a command that reads or prints no other command of the session could. The one who interrupts
 * has to close, and to wait for a client that does not read.
 */
final class OpenStreams {
  private OpenStreams() {}

  /** Has to come before the session's first command. */
  static void install(CommandSession session, InputStream in, OutputStream out, OutputStream err) {
    WritableByteChannel output = new Output(out);
    // Gogo takes one channel for both as a sign that they are one stream.
    WritableByteChannel errors = err == out ? output : new Output(err);
    try {
      Field channels = CommandSessionImpl.class.getDeclaredField("channels");
      channels.setAccessible(true);
      channels.set(session, new Channel[] {new Input(in), output, errors});
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Gogo than 1.1 is there: " + e, e);
    }
  }

  private record Input(InputStream in) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
      byte[] bytes = new byte[target.remaining()];
      int count = in.read(bytes);
      if (count > 0) {
        target.put(bytes, 0, count);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private record Output(OutputStream out) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      out.write(bytes);
      return bytes.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
