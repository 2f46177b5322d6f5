package solo.capability.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import solo.capability.store.TokenCodec.Values;
import solo.capability.token.StoredToken;

/**
 * Any bytes as a token's two values, 40 bytes of key, 2 of the first one's length: read, or refused
 * by the documented exceptions.
 */
public final class TokenValueFuzz {
  private static final int KEY = 40;

  private TokenValueFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 3; i++) {
      StoredToken token = Tokens.any(i + 1, random);
      Values values = TokenCodec.encode(token);
      seeds.put("token-" + i, bytes(TokenKeys.of(token), values));
    }
    return seeds;
  }

  private static byte[] bytes(byte[] key, Values values) {
    return ByteBuffer.allocate(KEY + 2 + values.token().length + values.meta().length)
        .put(key)
        .putShort((short) values.token().length)
        .put(values.token())
        .put(values.meta())
        .array();
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length < KEY + 2) {
      return;
    }
    int end = KEY + 2 + Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(KEY));
    int split = Math.min(end, bytes.length);
    byte[] key = Arrays.copyOf(bytes, KEY);
    Values values =
        new Values(
            Arrays.copyOfRange(bytes, KEY + 2, split),
            Arrays.copyOfRange(bytes, split, bytes.length));
    try {
      StoredToken token = TokenCodec.decode(key, values);
      StoredToken again = TokenCodec.decode(TokenKeys.of(token), TokenCodec.encode(token));
      if (!again.equals(token)) {
        throw new AssertionError(token + " is read back as " + again);
      }
    } catch (IllegalStateException | IllegalArgumentException documented) {
      // that is the answer to anything else
    }
  }
}
