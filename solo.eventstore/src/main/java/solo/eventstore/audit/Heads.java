package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a file of signed heads holds.
 *
 * @param lines without the first one, which names the format
 * @param torn how many bytes at its end a crash left of a line that was never whole
 * @param format its number
 */
record Heads(List<Line> lines, int torn, int format) {
  static final Heads NONE = new Heads(List.of(), 0, HeadsFormat.VERSION);

  private static final Pattern FIRST = Pattern.compile(HeadsFormat.MAGIC + "([1-9][0-9]{0,8})");

  /**
   * A line.
   *
   * @param text without LF
   * @param signed what it says, empty where nothing
   */
  record Line(String text, Optional<SignedLine> signed) {
    static Line of(String text) {
      return new Line(text, HeadsFormat.parse(text));
    }
  }

  /**
   * The end of a file of heads.
   *
   * @param number of the last line, 0 for none
   * @param digest what the next line has as the one before it
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
    int format = format(texts.remove(0));
    if (!texts.isEmpty()) {
      texts.remove(texts.size() - 1);
    }
    return new Heads(texts.stream().map(Line::of).toList(), text.length() - end, format);
  }

  private static int format(String first) throws IOException {
    Matcher match = FIRST.matcher(first);
    if (!match.matches()) {
      throw new IOException("it does not begin with '" + HeadsFormat.FIRST_LINE + "'");
    }
    int format = Integer.parseInt(match.group(1));
    if (format > HeadsFormat.VERSION) {
      throw new IOException(
          "its format is %d, and this version knows %d".formatted(format, HeadsFormat.VERSION));
    }
    return format;
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

  /** After which the next line is written. */
  Tail tail() {
    String digest =
        lines.isEmpty()
            ? HeadsFormat.NONE_BEFORE
            : HeadsFormat.digest(lines.get(lines.size() - 1).text());
    long number = last(line -> true).map(SignedLine::number).orElse(0L);
    return new Tail(number, digest, lines.size());
  }

  /** The last head. */
  Optional<SignedLine> lastHead() {
    return last(SignedLine::isHead);
  }

  /** The last line that says something of a kind. */
  Optional<SignedLine> last(Predicate<SignedLine> kind) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<SignedLine> signed = lines.get(i).signed();
      if (signed.filter(kind).isPresent()) {
        return signed;
      }
    }
    return Optional.empty();
  }

  /** What its lines say, in order. */
  Stream<SignedLine> signed() {
    return lines.stream().flatMap(line -> line.signed().stream());
  }

  /** Without the older half. */
  Heads newerHalf() {
    return new Heads(lines.subList(lines.size() / 2, lines.size()), 0, format);
  }

  /** The bytes of a file of this version that holds them. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(HeadsFormat.FIRST_LINE).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
