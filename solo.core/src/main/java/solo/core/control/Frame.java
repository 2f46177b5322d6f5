package solo.core.control;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One message of the control socket. On the wire: the type (1 byte), the payload's length (4 bytes,
 * big-endian), the payload. The payload is not copied: whoever makes a frame gives the array away.
 */
public record Frame(FrameType type, byte[] payload) {
  /** Type and length. */
  static final int HEADER = 5;

  private static final byte[] NOTHING = {};

  /** Checks the length against the type's. */
  public Frame {
    if (payload.length > type.maxPayload()) {
      throw new IllegalArgumentException(
          "a %s frame holds %d bytes at most, not %d"
              .formatted(type, type.maxPayload(), payload.length));
    }
  }

  /** A frame without payload. */
  public static Frame of(FrameType type) {
    return new Frame(type, NOTHING);
  }

  /** A frame whose payload is one number: {@link FrameType#CREDIT}, {@link FrameType#EXIT}. */
  public static Frame of(FrameType type, int number) {
    return new Frame(type, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /** A part of an array, copied. */
  public static Frame of(FrameType type, byte[] bytes, int offset, int length) {
    return new Frame(type, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** A {@link FrameType#WINDOW} frame; sizes beyond 65535 are cut. */
  public static Frame window(int columns, int rows) {
    ByteBuffer payload = ByteBuffer.allocate(4);
    payload.putShort((short) clamp(columns)).putShort((short) clamp(rows));
    return new Frame(FrameType.WINDOW, payload.array());
  }

  /** An {@link FrameType#ECHO} frame. */
  public static Frame echo(boolean on) {
    return new Frame(FrameType.ECHO, new byte[] {(byte) (on ? 1 : 0)});
  }

  /**
   * What an {@link FrameType#ECHO} frame says.
   *
   * @throws FrameException when it says neither on nor off
   */
  public boolean echo() throws FrameException {
    if (payload.length != 1 || payload[0] < 0 || payload[0] > 1) {
      throw new FrameException("an %s frame is one byte, 0 or 1".formatted(type));
    }
    return payload[0] == 1;
  }

  /** The columns of a {@link FrameType#WINDOW} frame. */
  public int columns() throws FrameException {
    return number() >>> 16;
  }

  /** The rows of a {@link FrameType#WINDOW} frame. */
  public int rows() throws FrameException {
    return number() & 0xffff;
  }

  /**
   * The number that is the payload.
   *
   * @throws FrameException when it is not four bytes long
   */
  public int number() throws FrameException {
    if (payload.length != Integer.BYTES) {
      throw new FrameException("a %s frame has 4 bytes, not %d".formatted(type, payload.length));
    }
    return ByteBuffer.wrap(payload).getInt();
  }

  private static int clamp(int size) {
    return Math.max(0, Math.min(size, 0xffff));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame frame
        && type == frame.type
        && Arrays.equals(payload, frame.payload);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return type + "[" + payload.length + "]";
  }
}
