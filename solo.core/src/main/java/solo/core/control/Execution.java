package solo.core.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A command to run. Payload: the length of the directory's name (2 bytes), that name, the command,
 * both in UTF-8.
 *
 * @param directory the client's working directory, absolute: names of files are relative to it
 * @param command one line of the shell's language
 */
public record Execution(String directory, String command) {
  /** A longer command is refused, in bytes. */
  public static final int MAX_COMMAND = 64 * 1024;

  private static final int MAX_DIRECTORY = 4096;

  /**
   * As a frame.
   *
   * @throws FrameException when the command or the directory's name is too long
   */
  public Frame frame() throws FrameException {
    byte[] where = directory.getBytes(StandardCharsets.UTF_8);
    byte[] what = command.getBytes(StandardCharsets.UTF_8);
    check(where.length, what.length);
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + where.length + what.length);
    payload.putShort((short) where.length).put(where).put(what);
    return new Frame(FrameType.EXEC, payload.array());
  }

  /**
   * What a frame asks for.
   *
   * @throws FrameException when it is malformed or too long
   */
  public static Execution of(Frame frame) throws FrameException {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    if (frame.type() != FrameType.EXEC || payload.remaining() < Short.BYTES) {
      throw new FrameException(frame + " is no command");
    }
    int length = Short.toUnsignedInt(payload.getShort());
    if (length > payload.remaining()) {
      throw new FrameException("a directory's name of %d bytes is cut off".formatted(length));
    }
    check(length, payload.remaining() - length);
    ByteBuffer where = payload.slice(payload.position(), length);
    payload.position(payload.position() + length);
    return new Execution(
        StandardCharsets.UTF_8.decode(where).toString(),
        StandardCharsets.UTF_8.decode(payload).toString());
  }

  private static void check(int directory, int command) throws FrameException {
    if (directory > MAX_DIRECTORY) {
      throw new FrameException(
          "a directory's name of %d bytes is longer than %d".formatted(directory, MAX_DIRECTORY));
    }
    if (command > MAX_COMMAND) {
      throw new FrameException(
          "a command of %d bytes is longer than the %d that are accepted"
              .formatted(command, MAX_COMMAND));
    }
  }
}
