package solo.capability.projection;

import java.nio.charset.StandardCharsets;

/**
 * What a projection says of itself, in the same commit as its values.
 *
 * @param format of its values, such as {@code tokens-1}
 * @param id every event up to it is applied; {@value #UNFINISHED} while a large change is under way
 * @param fingerprint of that event, empty for none
 */
public record Head(String format, long id, String fingerprint) {
  static final long UNFINISHED = -1;

  /** One line: its parts with a space between them. */
  byte[] bytes() {
    return String.join(" ", format, Long.toString(id), fingerprint)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads {@link #bytes()}.
   *
   * @throws IllegalStateException when it is not one
   */
  static Head parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalStateException("its head has " + parts.length + " parts, not 3");
    }
    return new Head(parts[0], Long.parseLong(parts[1]), parts[2]);
  }
}
