package solo.core.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes frames to a channel, each whole; safe for use by many threads. */
public final class FrameWriter {
  private final WritableByteChannel channel;

  /** The channel stays the caller's to close. */
  public FrameWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Returns when the frame is handed to the operating system. Blocks while the peer is slow. */
  public synchronized void write(Frame frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER + frame.payload().length);
    bytes.put((byte) frame.type().code()).putInt(frame.payload().length).put(frame.payload());
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
