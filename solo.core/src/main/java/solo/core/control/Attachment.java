package solo.core.control;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A shell to open. Payload: columns and rows (2 bytes each), then three texts, each as its length
 * (2 bytes) and its bytes in UTF-8: the terminal's type, its encoding, the directory.
 *
 * @param terminal the type as terminfo names it; empty where the client has no terminal: then each
 *     line of its input is a command, and nothing but answers is printed
 * @param encoding the name of the character set of what is typed and shown
 * @param columns of the terminal, 0 where they are not known
 * @param rows of the terminal, 0 where they are not known
 * @param directory the client's working directory, absolute
 */
public record Attachment(
    String terminal, String encoding, int columns, int rows, String directory) {
  /** The first version of the protocol that has shells. */
  public static final int SINCE = 2;

  private static final Pattern TYPE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9+._-]{0,63})?");
  private static final int MAX_ENCODING = 64;
  private static final int MAX_DIRECTORY = 4096;

  /** Whether the client has a terminal. */
  public boolean interactive() {
    return !terminal.isEmpty();
  }

  /**
   * As a frame.
   *
   * @throws FrameException when a text is too long, or the terminal's type is no name
   */
  public Frame frame() throws FrameException {
    byte[] type = terminal.getBytes(StandardCharsets.UTF_8);
    byte[] charset = encoding.getBytes(StandardCharsets.UTF_8);
    byte[] where = directory.getBytes(StandardCharsets.UTF_8);
    check(terminal, charset.length, where.length);
    int length = type.length + charset.length + where.length + 5 * Short.BYTES;
    ByteBuffer payload = ByteBuffer.allocate(length);
    payload.put(Frame.window(columns, rows).payload());
    for (byte[] text : new byte[][] {type, charset, where}) {
      payload.putShort((short) text.length).put(text);
    }
    return new Frame(FrameType.SHELL, payload.array());
  }

  /**
   * What a frame asks for.
   *
   * @throws FrameException when it is malformed
   */
  public static Attachment of(Frame frame) throws FrameException {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    try {
      int columns = Short.toUnsignedInt(payload.getShort());
      int rows = Short.toUnsignedInt(payload.getShort());
      String type = text(payload);
      String charset = text(payload);
      String where = text(payload);
      check(type, charset.length(), where.length());
      if (frame.type() != FrameType.SHELL || payload.hasRemaining()) {
        throw new FrameException(frame + " asks for no shell");
      }
      return new Attachment(type, charset, columns, rows, where);
    } catch (BufferUnderflowException e) {
      throw new FrameException(frame + " is cut off");
    }
  }

  private static String text(ByteBuffer payload) {
    int length = Short.toUnsignedInt(payload.getShort());
    if (length > payload.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    payload.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void check(String type, int encoding, int directory) throws FrameException {
    if (!TYPE.matcher(type).matches()) {
      throw new FrameException("the terminal's type is no name of terminfo");
    }
    if (encoding > MAX_ENCODING || directory > MAX_DIRECTORY) {
      throw new FrameException(
          "an encoding of %d and a directory of %d bytes are longer than %d and %d"
              .formatted(encoding, directory, MAX_ENCODING, MAX_DIRECTORY));
    }
  }
}
