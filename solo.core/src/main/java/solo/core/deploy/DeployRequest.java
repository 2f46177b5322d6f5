package solo.core.deploy;

import java.nio.file.Path;
import java.util.Objects;
import solo.core.tenant.ServiceKey;

/**
 * One wish to run a bundle as a service.
 *
 * @param key whose name it takes; a service that runs under it is updated
 * @param file the bundle, read once; what is checked is what is installed
 * @param source for people: {@code directory:<file>} or {@code shell:<path>}
 * @param reason why, in the caller's words; may be empty
 * @param retry whether to forget that starting these bytes took the container down before
 * @param startTimeoutMs milliseconds, or 0 for the configured default
 * @param stopTimeoutMs milliseconds, or 0 for the configured default
 */
public record DeployRequest(
    ServiceKey key,
    Path file,
    String source,
    String reason,
    boolean retry,
    long startTimeoutMs,
    long stopTimeoutMs) {

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException when a time-out is negative
   */
  public DeployRequest {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(reason, "reason");
    if (startTimeoutMs < 0 || stopTimeoutMs < 0) {
      throw new IllegalArgumentException("a time-out is 0 or more milliseconds");
    }
  }

  /** A deploy with the configured time-outs. */
  public static DeployRequest of(ServiceKey key, Path file, String source, String reason) {
    return new DeployRequest(key, file, source, reason, false, 0, 0);
  }
}
