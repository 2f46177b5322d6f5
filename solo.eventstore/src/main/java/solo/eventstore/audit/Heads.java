package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a file of signed heads holds.
 *
 * @param lines without the first one, which names the format
 * @param torn how many bytes at its end a crash left of a line that was never whole
 */
record Heads(List<Line> lines, int torn) {
  static final Heads NONE = new Heads(List.of(), 0);

  private static final String MAGIC = "solo-heads ";

  /**
   * A line.
   *
   * @param text without LF
   * @param head empty where it is none
   */
  record Line(String text, Optional<SignedHead> head) {
    static Line of(String text) {
      return new Line(text, HeadsFormat.parse(text));
    }
  }

  /**
   * The end of a file of heads.
   *
   * @param number of the last head, 0 for none
   * @param digest what the next head has as the line before it
   * @param lines how many there are
   */
  record Tail(long number, String digest, int lines) {}

  /** Copies the list. */
  Heads {
    lines = List.copyOf(lines);
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws IOException when it is no file of heads, or one of a newer version
   */
  static Heads parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = soundEnd(text);
    List<String> texts = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
    String first = texts.remove(0);
    if (!first.equals(HeadsFormat.FIRST_LINE)) {
      throw new IOException(
          first.matches(MAGIC + "[1-9][0-9]{0,8}")
              ? "its format is %s, and this version knows 1".formatted(first.substring(11))
              : "it does not begin with '" + HeadsFormat.FIRST_LINE + "'");
    }
    if (!texts.isEmpty()) {
      texts.remove(texts.size() - 1);
    }
    return new Heads(texts.stream().map(Line::of).toList(), text.length() - end);
  }

  /**
   * Where what was written whole ends. A crash leaves of the last line a part, or zeros in place of
   * one; what is longer than a line was not left by a crash.
   */
  private static int soundEnd(String text) {
    int zero = text.indexOf('\0');
    int upTo = zero < 0 ? text.length() : zero;
    int end = text.lastIndexOf('\n', upTo - 1) + 1;
    return text.length() - end <= HeadsFormat.MOST_LINE ? end : text.lastIndexOf('\n') + 1;
  }

  /** After which the next head is written. */
  Tail tail() {
    String digest =
        lines.isEmpty()
            ? HeadsFormat.NONE_BEFORE
            : HeadsFormat.digest(lines.get(lines.size() - 1).text());
    return new Tail(lastHead().map(SignedHead::number).orElse(0L), digest, lines.size());
  }

  /** The last line that is a head. */
  Optional<SignedHead> lastHead() {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).head().isPresent()) {
        return lines.get(i).head();
      }
    }
    return Optional.empty();
  }

  /** Without the older half. */
  Heads newerHalf() {
    return new Heads(lines.subList(lines.size() / 2, lines.size()), 0);
  }

  /** The bytes of a file that holds them. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(HeadsFormat.FIRST_LINE).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
