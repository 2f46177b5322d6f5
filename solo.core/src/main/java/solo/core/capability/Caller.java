package solo.core.capability;

import java.util.Objects;
import solo.core.tenant.ServiceKey;

/**
 * Who asks for a change or a reading; every changing call takes one, and every event keeps its
 * {@link #actor()}.
 *
 * @param kind by which door the caller came
 * @param name whose: the user's name of an owner, the tenant of a directory, the accessor of a
 *     token, the part of Solo for the system; never empty
 */
public record Caller(Kind kind, String name) {

  /** The doors. */
  public enum Kind {
    /** The user that owns the data directory, on the owner's socket or the console: admin. */
    OWNER,
    /** A tenant's part of the deploy directory: may deploy and kill in that tenant. */
    DIRECTORY,
    /** Who showed a token: may what the token grants, as long as it is valid. */
    TOKEN,
    /** Solo itself: recovery, repair, shutdown. */
    SYSTEM
  }

  /** Checks that neither is missing. */
  public Caller {
    Objects.requireNonNull(kind, "kind");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a caller has a name");
    }
  }

  /** The owner of the data directory, by user name. */
  public static Caller owner(String user) {
    return new Caller(Kind.OWNER, user);
  }

  /**
   * The deploy directory of a tenant.
   *
   * @throws IllegalArgumentException when the tenant is not an id
   */
  public static Caller directory(String tenant) {
    return new Caller(Kind.DIRECTORY, ServiceKey.requireId("tenant", tenant));
  }

  /**
   * Who showed the token with the accessor.
   *
   * @throws IllegalArgumentException when the accessor is not an id
   */
  public static Caller token(String accessor) {
    return new Caller(Kind.TOKEN, ServiceKey.requireId("accessor", accessor));
  }

  /** A part of Solo, such as {@code recovery}. */
  public static Caller system(String part) {
    return new Caller(Kind.SYSTEM, part);
  }

  /**
   * As events keep it: {@code owner:alice}, {@code directory:default}, {@code token:k3Jd9sLq0ZxP},
   * {@code system:recovery}.
   */
  public String actor() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
  }
}
