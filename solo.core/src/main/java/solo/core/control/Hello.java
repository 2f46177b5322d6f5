package solo.core.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of each side. Payload: {@code SOLO} (4 bytes), the protocol's version (2 bytes),
 * the process id (8 bytes), then the product's version in UTF-8.
 *
 * @param version of the protocol
 * @param pid of the speaker's process
 * @param product the version of Solo, for people
 */
public record Hello(int version, long pid, String product) {
  /** The version that is spoken here. */
  public static final int VERSION = 1;

  private static final int MAGIC = 0x534f4c4f;
  private static final int FIXED = Integer.BYTES + Short.BYTES + Long.BYTES;

  /** This process, in this version. */
  public static Hello own(String product) {
    return new Hello(VERSION, ProcessHandle.current().pid(), product);
  }

  /** As a frame. */
  public Frame frame() {
    byte[] name = product.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(FIXED + name.length);
    payload.putInt(MAGIC).putShort((short) version).putLong(pid).put(name);
    return new Frame(FrameType.HELLO, payload.array());
  }

  /**
   * What a frame says. Any version is accepted here: the caller decides.
   *
   * @throws FrameException when it is no hello of Solo
   */
  public static Hello of(Frame frame) throws FrameException {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    if (frame.type() != FrameType.HELLO || payload.remaining() < FIXED) {
      throw new FrameException(frame + " is no hello");
    }
    int magic = payload.getInt();
    if (magic != MAGIC) {
      throw new FrameException("a hello that begins with %08x is not Solo's".formatted(magic));
    }
    int version = Short.toUnsignedInt(payload.getShort());
    long pid = payload.getLong();
    return new Hello(version, pid, StandardCharsets.UTF_8.decode(payload).toString());
  }
}
