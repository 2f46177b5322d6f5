package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * What a command reads and nobody is to see: a secret, a passphrase. Where somebody types it, one
 * line with the echo off, which no history gets; from a pipe all there is, of one line of text
 * without its end. It is never a text here, and every buffer of this class is wiped.
 */
public final class HiddenInput {
  /** The session variable that holds the {@link Prompter}; without one the input is a pipe. */
  static final String PROMPTER = "solo.prompter";

  private static final int NO_MORE = -1;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;
  private static final int KILL = 21;

  /** What is surely too much, whatever the line's end behind it. */
  private static final int BEYOND = 3;

  private HiddenInput() {}

  /** Where one line is typed, or comes among others. */
  interface Prompter {
    /** Asks, and hides what is typed from now on. */
    void begin(String prompt) throws IOException;

    /** Shows again what is typed; also after a failure or an interrupt. */
    void end() throws IOException;

    /** Whether somebody is there to be asked. */
    default boolean typed() {
      return true;
    }
  }

  /**
   * Reads it.
   *
   * @param prompt shown where somebody types
   * @return the bytes as they came, the caller's to wipe; empty where there were none
   * @throws IOException when there are more bytes, or the client is gone or was interrupted
   */
  public static byte[] read(CommandSession session, String prompt, int maxBytes)
      throws IOException {
    Process process = Process.Utils.current();
    InputStream in = process == null ? session.getKeyboard() : process.in();
    Optional<Prompter> prompter = prompter(session);
    byte[] room = new byte[maxBytes + BEYOND];
    try {
      int length =
          prompter.isPresent()
              ? ask(prompter.get(), prompt, in, room)
              : withoutLineEnd(room, all(in, room));
      if (length > maxBytes) {
        throw new IOException("the input is longer than %d bytes".formatted(maxBytes));
      }
      return Arrays.copyOf(room, length);
    } finally {
      Arrays.fill(room, (byte) 0);
    }
  }

  /** Whether somebody types it, who may err and should type what is new twice. */
  public static boolean typed(CommandSession session) {
    return prompter(session).map(Prompter::typed).orElse(false);
  }

  private static Optional<Prompter> prompter(CommandSession session) {
    Process process = Process.Utils.current();
    boolean piped = process != null && !process.isTty(0);
    return !piped && session.get(PROMPTER) instanceof Prompter prompter
        ? Optional.of(prompter)
        : Optional.empty();
  }

  /**
   * As {@link #read}, as characters of UTF-8; the caller's to wipe.
   *
   * @throws IOException also when it is no UTF-8
   */
  public static char[] readChars(CommandSession session, String prompt, int maxBytes)
      throws IOException {
    byte[] bytes = read(session, prompt, maxBytes);
    CharBuffer room = CharBuffer.allocate(bytes.length);
    try {
      var result = strict().decode(ByteBuffer.wrap(bytes), room, true);
      if (result.isError()) {
        result.throwException();
      }
      return Arrays.copyOf(room.array(), room.position());
    } catch (CharacterCodingException e) {
      throw new IOException("the input is no UTF-8", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(room.array(), '\0');
    }
  }

  private static int ask(Prompter prompter, String prompt, InputStream in, byte[] room)
      throws IOException {
    try {
      prompter.begin(prompt);
      return line(in, room);
    } finally {
      prompter.end();
    }
  }

  private static int all(InputStream in, byte[] room) throws IOException {
    int length = 0;
    int next = in.read();
    while (next != NO_MORE && length < room.length) {
      room[length++] = (byte) next;
      next = in.read();
    }
    return length;
  }

  /** What {@code echo} writes is meant without its end; of lines, or of bytes, every one is. */
  private static int withoutLineEnd(byte[] bytes, int length) {
    int end = length > 0 && bytes[length - 1] == '\n' ? length - 1 : length;
    int text = end < length && end > 0 && bytes[end - 1] == '\r' ? end - 1 : end;
    return text < length && isOneLine(bytes, text) ? text : length;
  }

  private static boolean isOneLine(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return isText(ByteBuffer.wrap(bytes, 0, length));
  }

  private static boolean isText(ByteBuffer bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    try {
      return !strict().decode(bytes, text, true).isError();
    } finally {
      Arrays.fill(text.array(), '\0');
    }
  }

  private static CharsetDecoder strict() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** To the end of the line, also of one that is too long: its rest is nobody's next line. */
  private static int line(InputStream in, byte[] room) throws IOException {
    int length = 0;
    int next = in.read();
    while (next != NO_MORE && next != '\n' && next != '\r') {
      switch (next) {
        case BACKSPACE, DELETE -> length = beforeLast(room, length);
        case KILL -> length = 0;
        default -> length = append(room, length, next);
      }
      next = in.read();
    }
    return length;
  }

  private static int append(byte[] room, int length, int next) {
    if (length == room.length) {
      return length;
    }
    room[length] = (byte) next;
    return length + 1;
  }

  /** Without the last character, which may have several bytes. */
  private static int beforeLast(byte[] room, int length) {
    int end = Math.max(0, length - 1);
    while (end > 0 && (room[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }
}
