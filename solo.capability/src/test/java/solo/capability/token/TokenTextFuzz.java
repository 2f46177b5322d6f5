package solo.capability.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Any text as a token, beside a second reading of the same rules; with its checksum put right. */
public final class TokenTextFuzz {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern FORM =
      Pattern.compile("(solo_(?:cap|sub)_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})");

  private TokenTextFuzz() {}

  public static Map<String, byte[]> seeds() {
    Random random = new Random(1);
    Map<String, byte[]> seeds = new TreeMap<>();
    for (TokenText.Kind kind : TokenText.Kind.values()) {
      seeds.put(kind.word(), TokenText.make(kind, random).getBytes(StandardCharsets.US_ASCII));
    }
    seeds.put("in", ("a " + TokenText.make(TokenText.Kind.CAP, random) + "b").getBytes());
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    read(text);
    if (text.length() >= 53) {
      String begin = text.substring(0, 52);
      read(begin + "_" + checksum(begin));
    }
  }

  private static void read(String text) {
    TokenText.Reading reading = TokenText.read(text);
    Matcher form = FORM.matcher(text);
    boolean expected = form.matches() && form.group(2).equals(checksum(form.group(1)));
    require(reading.isToken() == expected, "two readings of a token");
    require((reading.sha256() != null) == expected, "a digest and no token, or none and one");
    boolean in = false;
    for (Matcher any = FORM.matcher(text);
        !in && any.find();
        any.region(any.start() + 1, text.length())) {
      in = any.group(2).equals(checksum(any.group(1)));
      if (any.start() + 1 > text.length()) {
        break;
      }
    }
    require(TokenText.isIn(text) == in, "two answers whether there is a token in a text");
    if (!reading.isToken() && text.length() > 8) {
      require(!reading.fault().contains(text), "a reason that shows the text");
    }
  }

  private static String checksum(String begin) {
    CRC32 crc = new CRC32();
    crc.update(begin.getBytes(StandardCharsets.ISO_8859_1));
    BigInteger left = BigInteger.valueOf(crc.getValue());
    StringBuilder digits = new StringBuilder();
    while (digits.length() < 6) {
      BigInteger[] divided = left.divideAndRemainder(BigInteger.valueOf(62));
      digits.insert(0, DIGITS.charAt(divided[1].intValue()));
      left = divided[0];
    }
    return digits.toString();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
