package solo.core.gate;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import solo.core.deploy.Gate.Passed;
import solo.core.tenant.ServiceKey;

/** Any bytes as a manifest: refused with a reason that can be printed, or a bundle's. */
public final class ManifestFuzz {
  private ManifestFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("bundle", manifest("a.b;singleton:=true", "1.2.3.q", "Solo-Secrets: b, a\n"));
    seeds.put("fragment", manifest("a", "1", "Fragment-Host: b\n"));
    seeds.put("folded", manifest("a\n .b", "1", "X: y\n\nName: z\nX: y\n"));
    return seeds;
  }

  private static byte[] manifest(String name, String version, String more) {
    return """
        Manifest-Version: 1.0
        Bundle-ManifestVersion: 2
        Bundle-SymbolicName: %s
        Bundle-Version: %s
        %s
        """
        .formatted(name, version, more)
        .getBytes(StandardCharsets.UTF_8);
  }

  public static void fuzzerTestOneInput(byte[] manifest) {
    try {
      Passed passed = BundleHeaders.check(manifest);
      require(passed.symbolicName().matches("[A-Za-z0-9_.-]+"), passed.symbolicName());
      require(!passed.symbolicName().startsWith("solo."), passed.symbolicName());
      if (!passed.secrets().isEmpty()) {
        for (String secret : passed.secrets().split(",", -1)) {
          require(ServiceKey.isId(secret), secret);
        }
      }
    } catch (Refusal documented) {
      requirePrintable(documented.getMessage());
    }
  }

  static void requirePrintable(String message) {
    require(message.length() < 4_000, "a reason of " + message.length() + " characters");
    require(message.codePoints().noneMatch(Character::isISOControl), "control characters");
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
