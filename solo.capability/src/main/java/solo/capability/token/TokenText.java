package solo.capability.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * A token as text, made to be found by secret scanners and told from a typing error:
 *
 * <pre>
 * solo_cap_0Wq2mZ4cV8nB1xL6kJ3hG5fD7sA9pO0iU2yT4rE6w1Q_3kF9zB
 * ──── ─── ─────────────────────────────────────────── ──────
 *   │   │    256 random bits, 43 digits of base 62      CRC-32 of all before the last
 *   │   cap granted, sub delegated                      underscore, 6 digits of base 62
 *   always
 * </pre>
 *
 * <p>The checksum is no secret and protects nothing; it only saves a look-up.
 */
public final class TokenText {

  /** How a token came to be. */
  public enum Kind {
    /** Granted. */
    CAP,
    /** Delegated from another. */
    SUB;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a text is.
   *
   * @param sha256 of the token; null where it is none
   * @param fault why it is none, without a word of it; empty where it is one
   */
  public record Reading(Digest sha256, String fault) {

    /** Whether it has the form of a token; whether there is such a token is another question. */
    public boolean isToken() {
      return fault.isEmpty();
    }
  }

  private static final String BEGIN = "solo_";
  private static final int KIND = 3;
  private static final int SECRET_BYTES = 32;
  private static final int SECRET = 43;
  private static final int CRC = 6;
  private static final int ACCESSOR = 12;

  /** All characters of a token. */
  public static final int LENGTH = BEGIN.length() + KIND + 1 + SECRET + 1 + CRC;

  private static final int SECRET_AT = BEGIN.length() + KIND + 1;

  private TokenText() {}

  /** A new token. */
  public static String make(Kind kind, RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = BEGIN + kind.word() + "_" + Base62.text(new BigInteger(1, secret), SECRET);
    return text + "_" + checksum(text);
  }

  /** A new name for a token: 12 random digits that say nothing of it. */
  public static String accessor(RandomGenerator random) {
    StringBuilder accessor = new StringBuilder(ACCESSOR);
    for (int i = 0; i < ACCESSOR; i++) {
      accessor.append(Base62.digit(random.nextInt(Base62.BASE)));
    }
    return accessor.toString();
  }

  /** Reads any text, however long; never throws. Null is no token. */
  public static Reading read(String text) {
    String fault = fault(text);
    return fault.isEmpty() ? new Reading(Digest.of(text), "") : new Reading(null, fault);
  }

  /** Whether a token stands anywhere in a text, however long. */
  public static boolean isIn(String text) {
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      if (at + LENGTH <= text.length() && fault(text.substring(at, at + LENGTH)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static String fault(String text) {
    if (text == null || text.length() != LENGTH) {
      return "a token has %d characters".formatted(LENGTH);
    }
    if (!text.startsWith(BEGIN) || !isKind(text) || text.charAt(SECRET_AT - 1) != '_') {
      return "a token begins with solo_cap_ or solo_sub_";
    }
    int end = SECRET_AT + SECRET;
    for (int i = SECRET_AT; i < LENGTH; i++) {
      if (i == end ? text.charAt(i) != '_' : !Base62.isDigit(text.charAt(i))) {
        return "character %d is not one that a token has there".formatted(i + 1);
      }
    }
    return text.endsWith(checksum(text.substring(0, end)))
        ? ""
        : "the checksum does not match: it is mistyped";
  }

  private static boolean isKind(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.word(), BEGIN.length())) {
        return true;
      }
    }
    return false;
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return Base62.text(crc.getValue(), CRC);
  }
}
