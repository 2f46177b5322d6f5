package solo.core.capability;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One wish for a token; what is refused is said where it is granted.
 *
 * @param tenant an id, or {@link Authorization#EVERY_TENANT}
 * @param operations as in {@link Capability}
 * @param timeToLive above 0, at most the configured maximum
 * @param renewable how long renewals may prolong its life, counted from the grant; {@link
 *     Duration#ZERO} for the configured maximum
 * @param rate {@link RateLimit#NONE} for no limit of its own
 * @param note what it is for, at most {@value #MAX_NOTE} characters; may be empty
 */
public record GrantRequest(
    String tenant,
    Resource resource,
    Set<Permission> permissions,
    SortedSet<String> operations,
    Duration timeToLive,
    Duration renewable,
    RateLimit rate,
    String note) {

  /** The longest note, in characters. */
  public static final int MAX_NOTE = 200;

  /** Copies the sets. */
  public GrantRequest {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(timeToLive, "timeToLive");
    Objects.requireNonNull(renewable, "renewable");
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(note, "note");
    permissions =
        permissions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    operations = Collections.unmodifiableSortedSet(new TreeSet<>(operations));
  }

  /** A wish without operations, own limit, or note. */
  public static GrantRequest of(
      String tenant, Resource resource, Set<Permission> permissions, Duration timeToLive) {
    return new GrantRequest(
        tenant,
        resource,
        permissions,
        new TreeSet<>(),
        timeToLive,
        Duration.ZERO,
        RateLimit.NONE,
        "");
  }
}
