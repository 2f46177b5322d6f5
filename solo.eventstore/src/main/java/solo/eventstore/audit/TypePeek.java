package solo.eventstore.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The type of an event without reading all of its body: it stands where every writer so far has put
 * it, behind the boot. Pure.
 */
final class TypePeek {
  private static final byte[] BEFORE = "\",\"type\":\"".getBytes(StandardCharsets.US_ASCII);

  /** The format, {@code {"boot":"} and a UUID. */
  private static final int AT = 1 + 9 + 36;

  private static final int LONGEST = 64;

  private TypePeek() {}

  /** Empty where it does not stand there. */
  static Optional<String> of(byte[] body) {
    int from = AT + BEFORE.length;
    if (body.length < from) {
      return Optional.empty();
    }
    for (int i = 0; i < BEFORE.length; i++) {
      if (body[AT + i] != BEFORE[i]) {
        return Optional.empty();
      }
    }
    for (int end = from; end < body.length && end < from + LONGEST; end++) {
      if (body[end] == '"') {
        return Optional.of(new String(body, from, end - from, StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }
}
