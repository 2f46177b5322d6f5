package solo.core.capability;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller may be allowed to do in one tenant, or in all. The {@link #word} is what people
 * write, and part of the log's format.
 */
public enum Permission {
  /** Deploy and update services. */
  DEPLOY,
  /** Kill services. */
  KILL,
  /** See services, status and reports. */
  READ,
  /** Query events. */
  EVENTS,
  /** Grant, renew and revoke tokens of the tenant, within the caller's own rights. */
  GRANT,
  /** Read secrets, and deploy services that name them. */
  SECRET_READ,
  /** Put and delete secrets. */
  SECRET_WRITE,
  /** Call the granted operations of a service of the tenant. */
  USE,
  /** Everything; in every tenant also the container: checkpoint, verify, vault keys, shutdown. */
  ADMIN;

  /** Such as {@code deploy} or {@code secret:read}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /**
   * Reads a {@link #word}.
   *
   * @throws IllegalArgumentException when there is none; the message names all there are
   */
  public static Permission parse(String word) {
    for (Permission permission : values()) {
      if (permission.word().equals(word)) {
        return permission;
      }
    }
    throw new IllegalArgumentException(
        "there is no permission %s: expected one of %s"
            .formatted(
                solo.core.tenant.Printable.quote(word),
                Arrays.stream(values()).map(Permission::word).collect(Collectors.joining(", "))));
  }

  /**
   * Reads words with commas between them.
   *
   * @throws IllegalArgumentException when one is no permission, or there is none at all
   */
  public static Set<Permission> parseAll(String words) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    for (String word : words.split(",")) {
      all.add(parse(word.strip()));
    }
    return all;
  }

  /** Words with commas between them, in the order of this enum. */
  public static String words(Collection<Permission> permissions) {
    return permissions.stream().sorted().map(Permission::word).collect(Collectors.joining(","));
  }
}
