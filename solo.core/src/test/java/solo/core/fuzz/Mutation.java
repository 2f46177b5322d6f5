package solo.core.fuzz;

import java.util.Arrays;
import java.util.Random;

/** A few blind changes: what a coverage-guided fuzzer does better, and needs a minute for. */
final class Mutation {
  private static final byte[] TELLING = {0, 1, -1, 127, -128, '\n', '"', '\\', ' ', '0'};

  private Mutation() {}

  static byte[] of(byte[] input, Random random) {
    byte[] bytes = input.clone();
    for (int left = 1 + random.nextInt(4); left > 0 && bytes.length > 0; left--) {
      bytes = changed(bytes, random.nextInt(bytes.length), random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, int at, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] without = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, without, at, without.length - at);
        return without;
      }
      default -> {
        byte[] twice = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
        System.arraycopy(bytes, at, twice, bytes.length, bytes.length - at);
        return twice;
      }
    }
    return bytes;
  }
}
