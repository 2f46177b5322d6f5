package solo.capability.token;

import java.math.BigInteger;

/** Numbers as digits, capital and small letters, of a fixed width. */
final class Base62 {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  static final int BASE = DIGITS.length();
  private static final BigInteger BASE_BIG = BigInteger.valueOf(BASE);

  private Base62() {}

  /** The digit of a value below the base. */
  static char digit(int value) {
    return DIGITS.charAt(value);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  /** A number of at most so many digits, with zeros before it. */
  static String text(BigInteger number, int width) {
    char[] out = new char[width];
    BigInteger left = number;
    for (int i = width - 1; i >= 0; i--) {
      BigInteger[] parts = left.divideAndRemainder(BASE_BIG);
      out[i] = digit(parts[1].intValue());
      left = parts[0];
    }
    return new String(out);
  }

  /** The same for small ones. */
  static String text(long number, int width) {
    char[] out = new char[width];
    long left = number;
    for (int i = width - 1; i >= 0; i--) {
      out[i] = digit((int) (left % BASE));
      left /= BASE;
    }
    return new String(out);
  }
}
