package solo.core.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of each side. Payload: {@code SOLO} (4 bytes), the protocol's version (2 bytes),
 * the process id (8 bytes), then the product's version in UTF-8.
 *
 * @param version of the protocol: the container names the newest it speaks, a client the oldest
 *     that has what it is going to ask for
 * @param pid of the speaker's process
 * @param product the version of Solo, for people
 */
public record Hello(int version, long pid, String product) {
  /** The newest version that is spoken here. */
  public static final int VERSION = 3;

  /** The oldest version that is spoken here. */
  public static final int OLDEST = 1;

  private static final int MAGIC = 0x534f4c4f;
  private static final int FIXED = Integer.BYTES + Short.BYTES + Long.BYTES;

  /** This process, in the newest version. */
  public static Hello own(String product) {
    return own(VERSION, product);
  }

  /** This process, in a version of the protocol. */
  public static Hello own(int version, String product) {
    return new Hello(version, ProcessHandle.current().pid(), product);
  }

  /** Whether the speaker's version is spoken here too. */
  public boolean spokenHere() {
    return version >= OLDEST && version <= VERSION;
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
