package solo.eventstore.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.verify.Head.Mark;
import solo.eventstore.audit.SignedLine.Word;

/**
 * The bytes of the signed heads: ASCII lines, appended and never changed.
 *
 * <pre>
 *  solo-heads 2
 *  found 1 INSTANCE 0 LINK BASE 2026-03-01T10:00:00.012Z KEY 000...000 SIGNATURE
 *  head 2 INSTANCE 1000 LINK 2026-03-01T10:00:00.123Z KEY PREVIOUS SIGNATURE
 *  base 3 INSTANCE 740 LINK BASE 2026-03-01T10:07:31.004Z KEY PREVIOUS SIGNATURE
 *
 *  head       what the line says: head, base, found, anew, accepted
 *  2          its number, one more than that of the line before it
 *  INSTANCE   the log's own id, a UUID
 *  1000       the event that it is about, above 0; of base and found the last one taken out, or 0
 *  LINK       that event's link in the chain, 64 hex digits
 *  BASE       of base and found alone: SHA-256 of the base's file, 64 hex digits
 *  2026-...   when it was signed, ISO 8601 in UTC
 *  KEY        the key that signed, 16 hex digits: the begin of the SHA-256 of its X.509 encoding
 *  PREVIOUS   SHA-256 of the line before it without its LF, 64 hex digits; zeros for line 1
 *  SIGNATURE  Ed25519 over the line up to the blank before it, in Base64
 * </pre>
 *
 * <p>One blank between two words, LF ends each line. Format 1 has heads alone. Also in {@code
 * docs/formats/heads.md}. Pure.
 */
final class HeadsFormat {
  static final String MAGIC = "solo-heads ";
  static final int VERSION = 2;
  static final String FIRST_LINE = MAGIC + VERSION;
  static final String NONE_BEFORE = "0".repeat(64);

  /** No line is longer. */
  static final int MOST_LINE = 512;

  private static final Pattern LINE =
      Pattern.compile(
          "([a-z]{4,8}) ([1-9][0-9]{0,17}) ([0-9a-f-]{36}) (0|[1-9][0-9]{0,18}) ([0-9a-f]{64})"
              + "(?: ([0-9a-f]{64}))? ([0-9TZ:.+-]{1,40}) ([0-9a-f]{16}) ([0-9a-f]{64})"
              + " ([A-Za-z0-9+/]{86}==)");

  private HeadsFormat() {}

  /** What is signed. */
  static String text(SignedLine.Unsigned line) {
    Mark mark = line.mark();
    List<Object> words = new ArrayList<>(List.of(line.word().text(), line.number()));
    words.addAll(List.of(mark.instance(), mark.id(), mark.link()));
    if (line.word().isOfABase()) {
      words.add(line.base());
    }
    words.addAll(List.of(line.at(), line.keyId(), line.previous()));
    return String.join(" ", words.stream().map(Object::toString).toList());
  }

  /** Without LF. */
  static String text(SignedLine line) {
    return text(line.unsigned()) + " " + line.signature();
  }

  /** What a line says; empty where nothing. */
  static Optional<SignedLine> parse(String line) {
    Matcher match = LINE.matcher(line);
    Optional<Word> word = match.matches() ? Word.of(match.group(1)) : Optional.empty();
    try {
      // only what is written: another spelling of the same would have another digest
      return word.map(known -> of(known, match)).filter(parsed -> isRight(parsed, line));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isRight(SignedLine parsed, String line) {
    boolean based = !parsed.base().isEmpty() == parsed.word().isOfABase();
    return based && (parsed.id() > 0 || parsed.word().isOfABase()) && text(parsed).equals(line);
  }

  private static SignedLine of(Word word, Matcher match) {
    UUID instance = UUID.fromString(match.group(3));
    return new SignedLine(
        word,
        Long.parseLong(match.group(2)),
        new Mark(instance, Long.parseLong(match.group(4)), match.group(5)),
        match.group(6) == null ? "" : match.group(6),
        Instant.parse(match.group(7)),
        match.group(8),
        match.group(9),
        match.group(10));
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
