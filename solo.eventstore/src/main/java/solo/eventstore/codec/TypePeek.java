package solo.eventstore.codec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The type of an event without reading all of its body: it stands where every writer so far has put
 * it, behind the boot. Pure.
 */
public final class TypePeek {
  private static final byte[] BEGIN = ascii("\u0001{\"boot\":\"");
  private static final byte[] BEFORE = ascii("\",\"type\":\"");

  /** A UUID. */
  private static final int BOOT = 36;

  private static final int FROM = BEGIN.length + BOOT + BEFORE.length;
  private static final int LONGEST = 64;

  private TypePeek() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What is there. A body that has another type is not read as one of this, by no version: it is
   * read as the type itself, or as one that cannot be read.
   *
   * @return empty where it does not stand there
   */
  public static Optional<String> of(byte[] body) {
    if (!stands(BEGIN, body, 0) || !stands(BEFORE, body, BEGIN.length + BOOT)) {
      return Optional.empty();
    }
    for (int end = BEGIN.length; end < body.length && end < FROM + LONGEST; end++) {
      boolean inBoot = end < BEGIN.length + BOOT;
      if (body[end] == '\\' || (inBoot && body[end] == '"')) {
        return Optional.empty();
      }
      if (end >= FROM && body[end] == '"') {
        return Optional.of(new String(body, FROM, end - FROM, StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  private static boolean stands(byte[] what, byte[] body, int at) {
    if (body.length < at + what.length) {
      return false;
    }
    for (int i = 0; i < what.length; i++) {
      if (body[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }
}
