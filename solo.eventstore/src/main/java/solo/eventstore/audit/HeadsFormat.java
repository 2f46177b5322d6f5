package solo.eventstore.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.verify.Head.Mark;

/**
 * The bytes of the signed heads: ASCII lines, one for each head, appended and never changed.
 *
 * <pre>
 *  solo-heads 1
 *  head 1 INSTANCE 1000 LINK 2026-03-01T10:00:00.123Z KEY 000...000 SIGNATURE
 *  head 2 INSTANCE 2000 LINK 2026-03-01T10:07:31.004Z KEY PREVIOUS SIGNATURE
 *
 *  head       its number, one more than that of the line before it
 *  INSTANCE   the log's own id, a UUID
 *  1000       the last event that it covers, above 0
 *  LINK       that event's link in the chain, 64 hex digits
 *  2026-...   when it was signed, ISO 8601 in UTC
 *  KEY        the key that signed, 16 hex digits: the begin of the SHA-256 of its X.509 encoding
 *  PREVIOUS   SHA-256 of the line before it without its LF, 64 hex digits; zeros for head 1
 *  SIGNATURE  Ed25519 over the line up to the blank before it, in Base64
 * </pre>
 *
 * <p>One blank between two words, LF ends each line. Also in {@code docs/formats/heads.md}. Pure.
 */
final class HeadsFormat {
  static final String FIRST_LINE = "solo-heads 1";
  static final String NONE_BEFORE = "0".repeat(64);

  /** No line is longer. */
  static final int MOST_LINE = 512;

  private static final Pattern LINE =
      Pattern.compile(
          "head ([1-9][0-9]{0,17}) ([0-9a-f-]{36}) ([1-9][0-9]{0,18}) ([0-9a-f]{64})"
              + " ([0-9TZ:.+-]{1,40}) ([0-9a-f]{16}) ([0-9a-f]{64}) ([A-Za-z0-9+/]{86}==)");

  private HeadsFormat() {}

  /** What is signed. */
  static String unsigned(long number, Mark mark, Instant at, String keyId, String previous) {
    return "head %d %s %d %s %s %s %s"
        .formatted(number, mark.instance(), mark.id(), mark.link(), at, keyId, previous);
  }

  static String unsigned(SignedHead head) {
    return unsigned(head.number(), head.mark(), head.at(), head.keyId(), head.previous());
  }

  /** A head's line, without LF. */
  static String line(SignedHead head) {
    return unsigned(head) + " " + head.signature();
  }

  /** The head of a line; empty where it is none. */
  static Optional<SignedHead> parse(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      SignedHead head =
          new SignedHead(
              Long.parseLong(match.group(1)),
              new Mark(
                  UUID.fromString(match.group(2)), Long.parseLong(match.group(3)), match.group(4)),
              Instant.parse(match.group(5)),
              match.group(6),
              match.group(7),
              match.group(8));
      // only what is written: another spelling of the same would have another digest
      return line(head).equals(line) ? Optional.of(head) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What the next line has as the one before it. */
  static String digest(String line) {
    return HexFormat.of().formatHex(sha256(line.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
