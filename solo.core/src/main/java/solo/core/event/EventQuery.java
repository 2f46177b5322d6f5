package solo.core.event;

import java.util.Objects;

/**
 * Which events to read. An empty text filters nothing.
 *
 * @param tenant an id
 * @param service an id within the tenant; without a tenant, in every tenant
 * @param type a type's name, such as {@code service_deployed}
 * @param since only events with a greater id
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 * @param newestFirst whether the newest come first; else the oldest do
 */
public record EventQuery(
    String tenant, String service, String type, long since, int limit, boolean newestFirst) {

  /** The most that one query returns; ask again with {@code since} for more. */
  public static final int MAX_LIMIT = 10_000;

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException when the limit or since is out of range
   */
  public EventQuery {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(type, "type");
    if (since < 0) {
      throw new IllegalArgumentException("since is an event id or 0, not " + since);
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
    }
  }

  /** The oldest events after an id. */
  public static EventQuery after(long since, int limit) {
    return new EventQuery("", "", "", since, limit, false);
  }

  /** The newest events. */
  public static EventQuery newest(int limit) {
    return new EventQuery("", "", "", 0, limit, true);
  }
}
