package solo.capability.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a token, all that is ever kept of it. */
public record Digest(long first, long second, long third, long fourth)
    implements Comparable<Digest> {
  /** Its length in bytes. */
  public static final int BYTES = 32;

  /** Of a token's text. */
  public static Digest of(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return of(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of 32 bytes. */
  public static Digest of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * Reads {@link #hex}.
   *
   * @throws IllegalArgumentException when the text is not 64 hex digits
   */
  public static Digest parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** Its 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /** 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /** The digest is random already. */
  @Override
  public int hashCode() {
    return (int) first;
  }

  @Override
  public int compareTo(Digest other) {
    int order = Long.compareUnsigned(first, other.first);
    order = order != 0 ? order : Long.compareUnsigned(second, other.second);
    order = order != 0 ? order : Long.compareUnsigned(third, other.third);
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }
}
