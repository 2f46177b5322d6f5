package solo.capability.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import solo.capability.token.Attenuation;
import solo.capability.token.LiveToken;
import solo.capability.token.TokenText;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityException.Cause;
import solo.core.capability.GrantRequest;
import solo.core.capability.Permission;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** What may be granted: a wish becomes a capability, or is refused with what is wrong with it. */
final class GrantTerms {
  private static final int MOST_OPERATIONS = 100;
  private static final Pattern OPERATION = Pattern.compile("\\*|[A-Za-z_$][A-Za-z0-9_$]{0,127}");

  private final Duration maxTtl;
  private final Duration maxRenewable;
  private final int maxDepth;

  GrantTerms(CapabilityConfig config) {
    maxTtl = Duration.ofSeconds(config.maxTtlSeconds());
    maxRenewable = Duration.ofSeconds(config.maxRenewableSeconds());
    maxDepth = config.maxDepth();
  }

  /** What the wish comes to where it is granted. */
  Capability granted(String accessor, GrantRequest wish, Instant now) {
    check(wish);
    return new Capability(
        accessor,
        "",
        0,
        wish.tenant(),
        wish.resource(),
        wish.permissions(),
        wish.operations(),
        now,
        now.plus(wish.timeToLive()),
        now.plus(renewable(wish)),
        wish.rate(),
        wish.note());
  }

  /** The same where it is delegated; without a rate of its own it has its parent's. */
  Capability delegated(String accessor, GrantRequest wish, LiveToken parent, Instant now) {
    check(wish);
    Capability above = parent.capability();
    requireRoom(above);
    Instant expires = now.plus(wish.timeToLive());
    Instant end = Instant.ofEpochMilli(parent.expiresWithParentsMs());
    require(
        !expires.isAfter(end),
        "a delegation from token %s ends with it: expiry %s, at most %s",
        above.accessor(),
        expires,
        end);
    Capability child =
        new Capability(
            accessor,
            above.accessor(),
            above.depth() + 1,
            wish.tenant(),
            wish.resource(),
            wish.permissions(),
            wish.operations(),
            now,
            expires,
            renewableUntil(wish, above, now),
            wish.rate().limits() ? wish.rate() : above.rate(),
            wish.note());
    String wider = Attenuation.wider(above, child).orElse("");
    require(wider.isEmpty(), "a delegation from token %s: %s", above.accessor(), wider);
    return child;
  }

  private void requireRoom(Capability above) {
    require(
        above.depth() < maxDepth,
        "token %s is at depth %d, and no deeper ones than %d are granted: delegate from its parent",
        above.accessor(),
        above.depth(),
        maxDepth);
  }

  private Instant renewableUntil(GrantRequest wish, Capability above, Instant now) {
    Instant until = now.plus(renewable(wish));
    boolean cut = wish.renewable().isZero() && until.isAfter(above.renewableUntil());
    return cut ? above.renewableUntil() : until;
  }

  /** The new expiry of a token: not beyond what it may be renewed to, nor its parents'. */
  Instant renewed(LiveToken token, Duration timeToLive, Instant now) {
    checkTtl(timeToLive);
    Instant asked = now.plus(timeToLive);
    Instant end = token.capability().renewableUntil();
    if (token.parent() != null) {
      Instant above = Instant.ofEpochMilli(token.parent().expiresWithParentsMs());
      end = above.isBefore(end) ? above : end;
    }
    return asked.isBefore(end) ? asked : end;
  }

  /**
   * Refuses words that hold a token: the log keeps them.
   *
   * @throws CapabilityException of {@link Cause#REFUSED}
   */
  static void requireNoToken(String words) {
    require(
        !TokenText.isIn(words),
        "the reason or note holds the text of a token, which the log would keep: name the token by"
            + " its accessor");
  }

  private void check(GrantRequest wish) {
    requireTenant(wish.tenant());
    require(!wish.permissions().isEmpty(), "a token has at least one permission");
    checkTtl(wish.timeToLive());
    checkRenewable(wish);
    checkOperations(wish.permissions(), wish.operations());
    require(
        wish.note().length() <= GrantRequest.MAX_NOTE,
        "a note has at most %d characters, not %d",
        GrantRequest.MAX_NOTE,
        wish.note().length());
  }

  /**
   * Refuses what is neither an id nor {@code *}.
   *
   * @throws CapabilityException of {@link Cause#REFUSED}
   */
  void requireTenant(String tenant) {
    require(
        tenant.equals(Authorization.EVERY_TENANT) || ServiceKey.isId(tenant),
        "%s is no tenant: expected an id or *",
        Printable.quote(tenant));
  }

  private void checkTtl(Duration timeToLive) {
    boolean within = isTime(timeToLive) && timeToLive.compareTo(maxTtl) <= 0;
    require(
        within,
        "a time to live is above 0 and at most %s, not %s",
        TypedTime.text(maxTtl),
        TypedTime.text(timeToLive));
  }

  /** A time is counted in milliseconds. */
  private static boolean isTime(Duration duration) {
    return duration.compareTo(Duration.ofMillis(1)) >= 0;
  }

  private void checkRenewable(GrantRequest wish) {
    Duration renewable = wish.renewable();
    boolean within =
        renewable.isZero()
            || renewable.compareTo(wish.timeToLive()) >= 0
                && renewable.compareTo(maxRenewable) <= 0;
    require(
        within,
        "a token is renewable from its time to live, %s, to at most %s, not %s",
        TypedTime.text(wish.timeToLive()),
        TypedTime.text(maxRenewable),
        TypedTime.text(renewable));
  }

  private Duration renewable(GrantRequest wish) {
    Duration renewable = wish.renewable().isZero() ? maxRenewable : wish.renewable();
    return renewable.compareTo(wish.timeToLive()) >= 0 ? renewable : wish.timeToLive();
  }

  private static void checkOperations(Set<Permission> permissions, Set<String> operations) {
    boolean uses = permissions.contains(Permission.USE);
    require(uses || operations.isEmpty(), "operations %s need the permission use", operations);
    require(
        !uses || !operations.isEmpty(),
        "the permission use needs operations: names of methods, or * for all");
    require(
        operations.size() <= MOST_OPERATIONS,
        "a token has at most %d operations, not %d",
        MOST_OPERATIONS,
        operations.size());
    for (String operation : operations) {
      require(
          OPERATION.matcher(operation).matches(),
          "%s is no operation: expected the name of a method, or *",
          Printable.quote(operation));
    }
  }

  /**
   * Refuses to touch a token that grants what the caller's own does not.
   *
   * @throws CapabilityException of {@link Cause#REFUSED}
   */
  static void requireRights(Capability own, Capability other) {
    String wider = Attenuation.widerRights(own, other).orElse("");
    require(
        own.permissions().contains(Permission.ADMIN) || wider.isEmpty(),
        "token %s is not within your own: %s",
        other.accessor(),
        wider);
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new CapabilityException(Cause.REFUSED, message.formatted(values));
    }
  }
}
