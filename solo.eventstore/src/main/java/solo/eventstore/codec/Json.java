package solo.eventstore.codec;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON text as UTF-8 bytes. Every character that moves a cursor, breaks a line, has no glyph or is
 * half a surrogate pair is written as {@code \\uXXXX}: any text comes back as it was given, and the
 * bytes themselves are safe on a terminal.
 */
public final class Json {
  /** Deeper input is refused; what Solo writes nests five levels. */
  static final int MAX_DEPTH = 32;

  private Json() {}

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Body {
    /** Writes it. */
    void writeTo(JsonWriter out) throws IOException;
  }

  /** Reads one JSON value. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads it. */
    T readFrom(JsonReader in) throws IOException, UndecodableException;
  }

  /** The bytes of a value, after {@code prefix} bytes that are left 0. */
  public static byte[] write(int prefix, Body body) {
    StringWriter text = new StringWriter(512);
    try {
      body.writeTo(new JsonWriter(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] json = safe(text.getBuffer()).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[prefix + json.length];
    System.arraycopy(json, 0, bytes, prefix, json.length);
    return bytes;
  }

  /**
   * Reads the one value that the buffer holds.
   *
   * @throws UndecodableException when the bytes are not UTF-8, not strict JSON, nest too deep, or
   *     not what the reading expects
   */
  public static <T> T read(ByteBuffer bytes, Reading<T> reading) throws UndecodableException {
    try {
      JsonReader in = new JsonReader(new StringReader(text(bytes)));
      in.setStrictness(Strictness.STRICT);
      in.setNestingLimit(MAX_DEPTH);
      T value = reading.readFrom(in);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new UndecodableException("something follows the value");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new UndecodableException("not UTF-8", e);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new UndecodableException("not the JSON that was expected: " + e.getMessage(), e);
    }
  }

  /** Most bodies are ASCII, which needs no decoder. */
  private static String text(ByteBuffer bytes) throws CharacterCodingException {
    if (bytes.hasArray()) {
      int from = bytes.arrayOffset() + bytes.position();
      int end = from + bytes.remaining();
      int at = from;
      while (at < end && bytes.array()[at] >= 0) {
        at++;
      }
      if (at == end) {
        return new String(bytes.array(), from, end - from, StandardCharsets.ISO_8859_1);
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Outside strings JSON has no character that this touches. */
  private static String safe(StringBuffer text) {
    int at = 0;
    while (at < text.length() && !isUnsafe(text, at)) {
      at++;
    }
    if (at == text.length()) {
      return text.toString();
    }
    StringBuilder out = new StringBuilder(text.length() + 32).append(text, 0, at);
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (isUnsafe(text, at)) {
        out.append("\\u").append(String.format("%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isUnsafe(StringBuffer text, int at) {
    char c = text.charAt(at);
    if (c < 0x7f) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
