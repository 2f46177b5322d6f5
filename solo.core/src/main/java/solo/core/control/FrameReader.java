package solo.core.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * Reads frames from a channel; for one thread. Never holds more than one frame, whatever is sent.
 * It reads the channel itself, since on Java 17 the streams of one socket channel block each other.
 */
public final class FrameReader {
  private final ReadableByteChannel channel;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);

  /** The channel stays the caller's to close. */
  public FrameReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next frame, empty when the peer has closed between two frames. Blocks.
   *
   * @throws FrameException when the bytes are no frame, or end inside one
   */
  public Optional<Frame> read() throws IOException {
    header.clear();
    if (!fill(header)) {
      return Optional.empty();
    }
    header.flip();
    FrameType type = FrameType.of(header.get());
    int length = header.getInt();
    if (length < 0 || length > type.maxPayload()) {
      throw new FrameException(
          "a %s frame of %s bytes is longer than the %d that are accepted"
              .formatted(type, Integer.toUnsignedString(length), type.maxPayload()));
    }
    ByteBuffer payload = ByteBuffer.allocate(length);
    if (length > 0 && !fill(payload)) {
      throw endedInside();
    }
    return Optional.of(new Frame(type, payload.array()));
  }

  /**
   * The next frame, which must be there and of the type.
   *
   * @throws FrameException when there is none, or another
   */
  public Frame expect(FrameType type) throws IOException {
    Frame frame =
        read().orElseThrow(() -> new FrameException("closed where " + type + " was expected"));
    if (frame.type() != type) {
      throw new FrameException(frame.type() + " where " + type + " was expected");
    }
    return frame;
  }

  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        if (buffer.position() == 0) {
          return false;
        }
        throw endedInside();
      }
    }
    return true;
  }

  private static FrameException endedInside() {
    return new FrameException("closed inside a frame");
  }
}
