package solo.core.deploy;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import solo.core.tenant.ServiceKey;

/**
 * Everything that is needed to run a service again, byte for byte. Held whole in each deploy event;
 * the code itself is held by digest.
 *
 * @param format of the artifact; {@code bundle} is the one there is
 * @param digest SHA-256 of the artifact, 64 lower-case hex digits
 * @param size of the artifact in bytes, above 0
 * @param symbolicName Bundle-SymbolicName
 * @param version Bundle-Version, {@code 0.0.0} where there is none
 * @param source where it came from, for people: {@code directory:<file>} or {@code shell:<path>}
 * @param restarts restarts allowed within {@code restartWindowMs} after a crash, 0 or more
 * @param restartWindowMs milliseconds, above 0
 * @param startTimeoutMs milliseconds a start may take, above 0
 * @param stopTimeoutMs milliseconds a stop may take, above 0
 * @param secrets the names of the secrets it needs, sorted, with commas between them; empty where
 *     it needs none
 */
public record ServiceSpec(
    String format,
    String digest,
    long size,
    String symbolicName,
    String version,
    String source,
    int restarts,
    long restartWindowMs,
    long startTimeoutMs,
    long stopTimeoutMs,
    String secrets) {

  /** The format of an OSGi bundle. */
  public static final String BUNDLE = "bundle";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public ServiceSpec {
    require(BUNDLE.equals(format), "format", format);
    require(SHA256.matcher(digest).matches(), "digest", digest);
    require(size > 0, "size", size);
    require(!symbolicName.isEmpty(), "symbolicName", symbolicName);
    require(!version.isEmpty(), "version", version);
    Objects.requireNonNull(source, "source");
    require(restarts >= 0, "restarts", restarts);
    require(restartWindowMs > 0, "restartWindowMs", restartWindowMs);
    require(startTimeoutMs > 0, "startTimeoutMs", startTimeoutMs);
    require(stopTimeoutMs > 0, "stopTimeoutMs", stopTimeoutMs);
    names(secrets).forEach(name -> ServiceKey.requireId("secret", name));
  }

  /** Of a service that needs no secrets. */
  public ServiceSpec(
      String format,
      String digest,
      long size,
      String symbolicName,
      String version,
      String source,
      int restarts,
      long restartWindowMs,
      long startTimeoutMs,
      long stopTimeoutMs) {
    this(
        format,
        digest,
        size,
        symbolicName,
        version,
        source,
        restarts,
        restartWindowMs,
        startTimeoutMs,
        stopTimeoutMs,
        "");
  }

  /** The names of the secrets it needs, sorted. */
  public List<String> secretNames() {
    return names(secrets);
  }

  private static List<String> names(String secrets) {
    return secrets.isEmpty() ? List.of() : List.of(secrets.split(",", -1));
  }

  private static void require(boolean holds, String field, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("spec field " + field + " cannot be " + value);
    }
  }
}
