package solo.capability.vault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import solo.core.fuzz.Checksum;

/** Any bytes as a keyring, as they are and with their checksum put right. */
public final class KeyringFuzz {
  private KeyringFuzz() {}

  public static Map<String, byte[]> seeds() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>();
    try (InputStream in = KeyringFuzz.class.getResourceAsStream("keyring-1")) {
      seeds.put("two-slots", in.readAllBytes());
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
    read(Checksum.followed(bytes.length < 4 ? bytes : Arrays.copyOf(bytes, bytes.length - 4)));
  }

  private static void read(byte[] bytes) {
    try {
      Keyring ring = KeyringFormat.decode(bytes);
      byte[] written = KeyringFormat.encode(ring);
      if (!Arrays.equals(written, KeyringFormat.encode(KeyringFormat.decode(written)))) {
        throw new AssertionError(ring + " is read back as another");
      }
    } catch (BrokenKeyringException documented) {
      // that is the answer to anything else
    }
  }
}
