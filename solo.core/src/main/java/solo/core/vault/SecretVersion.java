package solo.core.vault;

import java.time.Instant;
import java.util.Objects;

/**
 * One value of a secret, without the value.
 *
 * @param version 1 for the first under the name; one more with each put, also after a delete
 * @param stored when, by the container's clock
 * @param storedBy the actor
 * @param bytes the value's length
 * @param keyId which of the tenant's data keys encrypts it
 * @param eventId the event that holds it
 */
public record SecretVersion(
    SecretKey key,
    int version,
    Instant stored,
    String storedBy,
    int bytes,
    long keyId,
    long eventId) {

  /** Checks that nothing is missing. */
  public SecretVersion {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(stored, "stored");
    Objects.requireNonNull(storedBy, "storedBy");
  }
}
