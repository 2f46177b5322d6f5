package solo.core.capability;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import solo.core.tenant.ServiceKey;

/**
 * What a token grants. The token itself is known to whom it was given alone; everybody else names
 * it by its accessor.
 *
 * @param accessor names the token and opens nothing, an id
 * @param parent the accessor of the token it was delegated from, empty where it was granted
 * @param depth 0 where it was granted, else one more than its parent's
 * @param tenant an id, or {@link Authorization#EVERY_TENANT}
 * @param permissions at least one
 * @param operations the methods that {@link Permission#USE} allows, or {@code *} for all; empty
 *     exactly where that permission is not among them
 * @param created when it was granted, by the container's clock
 * @param expires from then on it opens nothing
 * @param renewableUntil no renewal goes beyond; not before {@code expires}
 * @param rate how often it may be used
 * @param note what it is for, in the grantor's words; may be empty
 */
public record Capability(
    String accessor,
    String parent,
    int depth,
    String tenant,
    Resource resource,
    Set<Permission> permissions,
    SortedSet<String> operations,
    Instant created,
    Instant expires,
    Instant renewableUntil,
    RateLimit rate,
    String note) {

  /** All operations. */
  public static final String EVERY_OPERATION = "*";

  /**
   * Checks the fields and copies the sets.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public Capability {
    ServiceKey.requireId("accessor", accessor);
    if (!tenant.equals(Authorization.EVERY_TENANT)) {
      ServiceKey.requireId("tenant", tenant);
    }
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(note, "note");
    require(parent.isEmpty() == (depth == 0) && depth >= 0, accessor, "depth " + depth);
    require(!permissions.isEmpty(), accessor, "no permission");
    require(
        operations.isEmpty() != permissions.contains(Permission.USE),
        accessor,
        "operations " + operations + " with permissions " + Permission.words(permissions));
    require(expires.isAfter(created), accessor, "expiry " + expires + " of " + created);
    require(!renewableUntil.isBefore(expires), accessor, "renewable until " + renewableUntil);
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    operations = Collections.unmodifiableSortedSet(new TreeSet<>(operations));
  }

  private static void require(boolean holds, String accessor, String what) {
    if (!holds) {
      throw new IllegalArgumentException("token " + accessor + " cannot have " + what);
    }
  }

  /** Whether it is for the tenant. */
  public boolean reaches(String other) {
    return tenant.equals(Authorization.EVERY_TENANT) || tenant.equals(other);
  }

  /** Whether the permission, or {@link Permission#ADMIN}, is among its own. */
  public boolean permits(Permission permission) {
    return permissions.contains(permission) || permissions.contains(Permission.ADMIN);
  }

  /** The same with another expiry. */
  public Capability expiring(Instant later) {
    return new Capability(
        accessor,
        parent,
        depth,
        tenant,
        resource,
        permissions,
        operations,
        created,
        later,
        renewableUntil,
        rate,
        note);
  }
}
