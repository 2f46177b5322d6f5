package solo.capability.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import solo.core.capability.Capability;
import solo.core.capability.RateLimit;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.tenant.Printable;

/**
 * All tokens, and how often tenants may ask: the fold of the log's events, in their order. Readers
 * of any number need no lock; writers wait for each other.
 */
public final class TokenTable {
  /** No chain of delegations is longer, whatever is configured or logged. */
  public static final int MAX_DEPTH = 16;

  /** Hears what an event changed; called within {@link #apply}. */
  public interface Changes {
    /** A token is new, or is not what it was. */
    void changed(StoredToken token);

    /** A token was revoked by the event. */
    void revoked(LiveToken token, long eventId);

    /** Uses of the token that are not in the log are left. */
    void usedOn(LiveToken token);

    /** An event makes no sense, and so changed nothing. */
    void senseless(Event event, String why);
  }

  private final Map<Digest, LiveToken> byDigest = new ConcurrentHashMap<>();
  private final Map<String, LiveToken> byAccessor = new ConcurrentHashMap<>();
  private final Map<String, GrantOrder> byTenant = new ConcurrentHashMap<>();
  private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();
  private final Pool pool = new Pool();

  /** The token with the digest, null where there is none. */
  public LiveToken find(Digest sha256) {
    return byDigest.get(sha256);
  }

  /** The token with the accessor. */
  public Optional<LiveToken> find(String accessor) {
    return Optional.ofNullable(byAccessor.get(accessor));
  }

  /** How many there are, ended ones included. */
  public int size() {
    return byAccessor.size();
  }

  /** Those of a tenant, or of no tenant where it is {@code *}, in the order of their grants. */
  public List<LiveToken> ofTenant(String tenant) {
    GrantOrder order = byTenant.get(tenant);
    return order == null ? List.of() : order.all();
  }

  /** All, in the order of their grants. */
  public List<LiveToken> all() {
    List<LiveToken> all = new ArrayList<>();
    byTenant.values().forEach(order -> all.addAll(order.all()));
    all.sort(Comparator.comparingLong(LiveToken::grantId));
    return all;
  }

  /** How often a tenant may ask. */
  public RateLimit limit(String tenant) {
    return limits.getOrDefault(tenant, RateLimit.NONE);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    byDigest.clear();
    byAccessor.clear();
    byTenant.clear();
    limits.clear();
  }

  /**
   * Takes a token as the fold of earlier events has it; in the order of the grants.
   *
   * @throws IllegalArgumentException when another has its accessor or digest
   */
  public synchronized void restore(StoredToken token) {
    add(token, parentOf(token.capability()));
  }

  /** Takes an event; one that is none of tokens changes nothing. Never throws for what it says. */
  public synchronized void apply(Event event, Changes changes) {
    try {
      Payload payload = event.payload();
      if (payload instanceof Payload.CapabilityGranted granted) {
        granted(CapabilityEvents.token(event, granted), changes);
      } else if (payload instanceof Payload.CapabilityRenewed renewed) {
        renewed(renewed, changes);
      } else if (payload instanceof Payload.CapabilityRevoked revoked) {
        revoked(event, revoked, changes);
      } else if (payload instanceof Payload.CapabilityVerified verified) {
        verified(verified, changes);
      } else if (payload instanceof Payload.LimitsChanged limit) {
        limit(event, limit);
      }
    } catch (RuntimeException e) {
      changes.senseless(event, String.valueOf(e.getMessage()));
    }
  }

  private void granted(StoredToken token, Changes changes) {
    LiveToken before = byAccessor.get(token.capability().accessor());
    if (before != null && before.grantId() == token.grantId()) {
      return;
    }
    LiveToken parent = parentOf(token.capability());
    if (parent != null && parent.grantId() != 0) {
      Attenuation.wider(parent.capability(), token.capability())
          .ifPresent(
              wider -> {
                throw new IllegalArgumentException(
                    "token " + token.capability().accessor() + ": " + wider);
              });
    }
    changes.changed(add(token, parent).stored());
  }

  /** Null where it was granted; what is not there any more has expired. */
  private LiveToken parentOf(Capability capability) {
    if (capability.parent().isEmpty()) {
      return null;
    }
    LiveToken parent = byAccessor.get(capability.parent());
    return parent == null ? LiveToken.gone(capability.parent()) : parent;
  }

  private LiveToken add(StoredToken token, LiveToken parent) {
    Capability capability = token.capability();
    String accessor = capability.accessor();
    boolean deep = capability.depth() > MAX_DEPTH;
    boolean odd =
        parent != null
            && parent.grantId() != 0
            && capability.depth() != parent.capability().depth() + 1;
    require(!deep && !odd, accessor, "depth " + capability.depth());
    require(!byAccessor.containsKey(accessor), accessor, "the accessor of another token");
    require(!byDigest.containsKey(token.sha256()), accessor, "the digest of another token");
    LiveToken live = new LiveToken(token, parent, pool.share(Terms.of(token)));
    byAccessor.put(accessor, live);
    byTenant.computeIfAbsent(live.tenant(), t -> new GrantOrder()).add(live);
    byDigest.put(token.sha256(), live);
    return live;
  }

  private static void require(boolean holds, String accessor, String what) {
    if (!holds) {
      throw new IllegalArgumentException("token " + accessor + " cannot have " + what);
    }
  }

  private void renewed(Payload.CapabilityRenewed renewed, Changes changes) {
    LiveToken token = byAccessor.get(renewed.accessor());
    if (token != null) {
      long expires = renewed.expiresAtMs();
      boolean within =
          expires > token.capability().created().toEpochMilli()
              && expires <= token.renewableUntilMs();
      require(within, renewed.accessor(), "the expiry " + expires);
      token.expires(expires);
      changes.changed(token.stored());
    }
  }

  private void revoked(Event event, Payload.CapabilityRevoked revoked, Changes changes) {
    Consumer<LiveToken> end =
        token -> {
          if (token.revoke(event.id())) {
            changes.revoked(token, event.id());
          }
        };
    if (revoked.accessor().isEmpty()) {
      ofTenant(CapabilityEvents.tokenTenant(event)).forEach(end);
    } else {
      find(revoked.accessor()).ifPresent(end);
    }
  }

  private void verified(Payload.CapabilityVerified verified, Changes changes) {
    LiveToken token = byAccessor.get(verified.accessor());
    if (token != null) {
      require(
          verified.count() > 0 && verified.lastAtMs() >= 0,
          verified.accessor(),
          verified.count() + " uses at " + verified.lastAtMs());
      boolean more = token.logged(verified.count(), verified.lastAtMs());
      changes.changed(token.stored());
      if (more) {
        changes.usedOn(token);
      }
    }
  }

  private void limit(Event event, Payload.LimitsChanged changed) {
    String tenant = event.draft().tenant();
    if (tenant.isEmpty()) {
      throw new IllegalArgumentException(
          "a limit of no tenant: " + Printable.escape(changed.toString()));
    }
    RateLimit limit = new RateLimit(changed.perSecond(), changed.burst());
    if (limit.limits()) {
      limits.put(tenant, limit);
    } else {
      limits.remove(tenant);
    }
  }

  /**
   * Removes those that have expired by then, or whose ancestors have: they never come back.
   *
   * @return how many
   */
  public synchronized int cleanupExpired(long nowMs) {
    return removeIf(token -> token.expiresWithParentsMs() <= nowMs);
  }

  /** Removes some; where it is one of a token, it is also one of all delegated from it. */
  synchronized int removeIf(Predicate<LiveToken> gone) {
    int removed = 0;
    for (GrantOrder order : byTenant.values()) {
      removed += order.removeIf(gone);
    }
    byTenant.values().removeIf(GrantOrder::isEmpty);
    byDigest.values().removeIf(gone);
    byAccessor.values().removeIf(gone);
    return removed;
  }

  /**
   * Ends a token by an event that is durable, before it is applied; thereafter applying it changes
   * the same.
   */
  public void revokeAhead(LiveToken token, long eventId) {
    if (token.grantId() < eventId) {
      token.revoke(eventId);
    }
  }
}
