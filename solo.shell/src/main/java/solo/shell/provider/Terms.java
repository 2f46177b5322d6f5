package solo.shell.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import solo.core.capability.Capability;
import solo.core.capability.GrantRequest;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/** The options of a grant as they were typed; each is empty where it was left out. */
record Terms(
    String resource,
    String operations,
    String ttl,
    String renewable,
    String rate,
    String burst,
    String note) {
  /** What a token lives where nobody says how long. */
  private static final Duration USUAL = Duration.ofHours(8);

  /**
   * Renewals and clocks go by milliseconds; so much is left between a child's end and its parent's.
   */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** A token of its own. */
  GrantRequest granted(String tenant, String permissions) throws CommandException {
    Resource about = resource.isEmpty() ? Resource.ALL : new Resource(resource);
    return request(tenant, about, permissions(permissions), names(operations), ttl(USUAL));
  }

  /**
   * A token within another: what was left out is the parent's.
   *
   * @param tenant empty for the parent's
   */
  GrantRequest within(Capability parent, String tenant, String permissions, Instant now)
      throws CommandException {
    Set<Permission> wanted = permissions(permissions);
    boolean inherits = operations.isEmpty() && wanted.contains(Permission.USE);
    Duration left = Duration.between(now, parent.expires()).minus(MARGIN);
    boolean shorter = left.compareTo(Duration.ZERO) > 0 && left.compareTo(USUAL) < 0;
    return request(
        tenant.isEmpty() ? parent.tenant() : tenant,
        resource.isEmpty() ? parent.resource() : new Resource(resource),
        wanted,
        inherits ? parent.operations() : names(operations),
        ttl(shorter ? left : USUAL));
  }

  private GrantRequest request(
      String tenant,
      Resource about,
      Set<Permission> permissions,
      SortedSet<String> names,
      Duration timeToLive)
      throws CommandException {
    Duration most = renewable.isEmpty() ? Duration.ZERO : Durations.parse("--renewable", renewable);
    return new GrantRequest(
        tenant, about, permissions, names, timeToLive, most, rate(rate, burst), note);
  }

  private Duration ttl(Duration usual) throws CommandException {
    return ttl.isEmpty() ? usual : Durations.parse("--ttl", ttl);
  }

  private static Set<Permission> permissions(String words) {
    return Permission.parseAll(words);
  }

  private static SortedSet<String> names(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A limit whose burst is that of one second where it was left out. */
  static RateLimit rate(String rate, String burst) throws CommandException {
    if (rate.isEmpty() && burst.isEmpty()) {
      return RateLimit.NONE;
    }
    if (rate.isEmpty()) {
      throw new CommandException("--burst is for --rate: without it there is no limit");
    }
    int perSecond = (int) Commands.number("--rate", rate, 1, RateLimit.MAX);
    return new RateLimit(
        perSecond,
        burst.isEmpty() ? perSecond : (int) Commands.number("--burst", burst, 1, RateLimit.MAX));
  }
}
