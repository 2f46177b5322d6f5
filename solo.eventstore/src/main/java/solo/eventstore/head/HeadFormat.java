package solo.eventstore.head;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;

/**
 * The bytes of the head: ASCII lines of a word and a value, so that a person can read them too.
 *
 * <pre>
 *  solo-head 1
 *  instance  the log's own id, a UUID
 *  id        the last event that is known, above 0
 *  link      its link in the chain, 64 hex digits
 *  written   when, ISO 8601 in UTC
 *  parted    HEAD_AHEAD or HEAD_FOREIGN, and the first event that is lost  \
 *  now-instance                                                             |  only while the log
 *  now-id    the last event of the log that is there now, 0 for none        |  is not the known one
 *  now-link                                                                /
 *  crc32c    of all the lines before, 8 hex digits
 * </pre>
 *
 * <p>One space parts word and value, LF ends each line. Also in {@code docs/formats/head.md}. Pure.
 */
final class HeadFormat {
  /** The longest file that can be a head. */
  static final int MOST = 4096;

  private static final String MAGIC = "solo-head";
  private static final String FORMAT = "1";

  private HeadFormat() {}

  static byte[] encode(Known known) {
    StringBuilder text = new StringBuilder();
    line(text, MAGIC, FORMAT);
    mark(text, "", known.mark());
    line(text, "written", known.at().toString());
    known
        .parted()
        .ifPresent(
            parted -> {
              line(text, "parted", parted.kind() + " " + parted.firstLost());
              mark(text, "now-", parted.now());
            });
    line(text, "crc32c", crc(text.toString()));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void mark(StringBuilder text, String prefix, Mark mark) {
    line(text, prefix + "instance", mark.instance().toString());
    line(text, prefix + "id", Long.toString(mark.id()));
    line(text, prefix + "link", mark.link());
  }

  private static void line(StringBuilder text, String word, String value) {
    text.append(word).append(' ').append(value).append('\n');
  }

  /** Reads {@link #encode}'s bytes. */
  static Known decode(byte[] bytes) throws BrokenHeadException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf("crc32c ");
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String format = value(lines, MAGIC);
    if (!format.equals(FORMAT)) {
      boolean newer = format.matches("[1-9][0-9]{0,8}");
      throw new BrokenHeadException("its format is " + format + ", not " + FORMAT, newer);
    }
    if (last < 0 || !text.substring(last).equals("crc32c " + crc(text.substring(0, last)) + "\n")) {
      throw new BrokenHeadException("its checksum is wrong", false);
    }
    try {
      Mark mark = mark(lines, "");
      Instant at = Instant.parse(value(lines, "written"));
      return new Known(mark, at, parted(lines));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BrokenHeadException(String.valueOf(e.getMessage()), false);
    }
  }

  private static Optional<Known.Parted> parted(List<String> lines) throws BrokenHeadException {
    if (!lines.get(0).startsWith("parted ")) {
      return Optional.empty();
    }
    String[] how = value(lines, "parted").split(" ", 2);
    Kind kind = Kind.valueOf(how[0]);
    long firstLost = Long.parseLong(how[how.length - 1]);
    return Optional.of(new Known.Parted(kind, firstLost, mark(lines, "now-")));
  }

  private static Mark mark(List<String> lines, String prefix) throws BrokenHeadException {
    UUID instance = UUID.fromString(value(lines, prefix + "instance"));
    long id = Long.parseLong(value(lines, prefix + "id"));
    return new Mark(instance, id, value(lines, prefix + "link"));
  }

  /** Takes the next line, which has to begin with the word. */
  private static String value(List<String> lines, String word) throws BrokenHeadException {
    String line = lines.isEmpty() ? "" : lines.remove(0);
    if (!line.startsWith(word + " ")) {
      throw new BrokenHeadException("it has no line '" + word + "' where one is expected", false);
    }
    return line.substring(word.length() + 1);
  }

  private static String crc(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.ISO_8859_1));
    return String.format("%08x", crc.getValue());
  }
}
