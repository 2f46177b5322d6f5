package solo.capability.token;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.capability.TokenStatus.State;

/**
 * A token of the table. Safe for use by many threads; changed by the table alone, but for its uses
 * that are counted here.
 */
public final class LiveToken {
  private static final AtomicLongFieldUpdater<LiveToken> REVOKED =
      AtomicLongFieldUpdater.newUpdater(LiveToken.class, "revokedBy");
  private static final AtomicLongFieldUpdater<LiveToken> LAST_USED =
      AtomicLongFieldUpdater.newUpdater(LiveToken.class, "lastUsedMs");
  private static final AtomicLongFieldUpdater<LiveToken> PENDING =
      AtomicLongFieldUpdater.newUpdater(LiveToken.class, "pending");

  private static final Terms GONE =
      new Terms("*", Resource.ALL, Set.of(), new TreeSet<>(), RateLimit.NONE, "", "");

  private final Digest sha256;
  private final String accessor;
  private final LiveToken parent;
  private final Terms terms;
  private final int depth;
  private final long grantId;
  private final long createdMs;
  private final long renewableUntilMs;
  private volatile long expiresMs;
  private volatile long revokedBy;
  private volatile long lastUsedMs;
  private volatile long uses;
  private volatile long pending;
  private volatile Capability known;

  /** With its parent, null where it has none. */
  LiveToken(StoredToken token, LiveToken parent, Terms terms) {
    Capability capability = token.capability();
    sha256 = token.sha256();
    accessor = capability.accessor();
    this.parent = parent;
    this.terms = terms;
    depth = capability.depth();
    grantId = token.grantId();
    createdMs = capability.created().toEpochMilli();
    renewableUntilMs = capability.renewableUntil().toEpochMilli();
    expiresMs = capability.expires().toEpochMilli();
    revokedBy = token.revokedBy();
    lastUsedMs = token.lastUsedMs();
    uses = token.uses();
  }

  private LiveToken(String accessor) {
    sha256 = null;
    this.accessor = accessor;
    parent = null;
    terms = GONE;
    depth = 0;
    grantId = 0;
    createdMs = 0;
    renewableUntilMs = 0;
  }

  /** A parent that was cleaned up: it has expired for ever. */
  static LiveToken gone(String accessor) {
    return new LiveToken(accessor);
  }

  /** Names it. */
  public String accessor() {
    return accessor;
  }

  /** What it was delegated from; null where it was granted. */
  public LiveToken parent() {
    return parent;
  }

  /** An id or {@code *}. */
  public String tenant() {
    return terms.tenant();
  }

  /** How often it may be used. */
  public RateLimit rate() {
    return terms.rate();
  }

  /** The event of its grant. */
  public long grantId() {
    return grantId;
  }

  /** Of its text. */
  public Digest sha256() {
    return sha256;
  }

  /** Whether one that it was delegated from is not there any more. */
  boolean isOrphan() {
    for (LiveToken each = this; each != null; each = each.parent) {
      if (each.grantId == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the other is this, or was delegated from it, however often. */
  public boolean covers(LiveToken other) {
    for (LiveToken each = other; each != null; each = each.parent) {
      if (each == this) {
        return true;
      }
    }
    return false;
  }

  /** Whether it, or one that it was delegated from, is of just that tenant, or {@code *}. */
  public boolean isWithin(String tenant) {
    for (LiveToken each = this; each != null; each = each.parent) {
      if (each.tenant().equals(tenant)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it opens something: neither it nor one of those it was delegated from has ended. */
  public State state(long nowMs) {
    if (endedBy() != 0) {
      return State.REVOKED;
    }
    return expiresWithParentsMs() > nowMs ? State.VALID : State.EXPIRED;
  }

  /** The event that revoked it or one of those it was delegated from; 0 where none did. */
  public long endedBy() {
    for (LiveToken each = this; each != null; each = each.parent) {
      long by = each.revokedBy;
      if (by != 0) {
        return by;
      }
    }
    return 0;
  }

  /** When it ends at the latest: the earliest expiry of it and those it was delegated from. */
  public long expiresWithParentsMs() {
    long earliest = Long.MAX_VALUE;
    for (LiveToken each = this; each != null; each = each.parent) {
      earliest = Math.min(earliest, each.expiresMs);
    }
    return earliest;
  }

  /** What it grants; kept for the next who asks. */
  public Capability capability() {
    Capability before = known;
    if (before != null && before.expires().toEpochMilli() == expiresMs) {
      return before;
    }
    Capability now = made();
    known = now;
    return now;
  }

  private Capability made() {
    return new Capability(
        accessor,
        parent == null ? "" : parent.accessor,
        depth,
        terms.tenant(),
        terms.resource(),
        terms.permissions(),
        terms.operations(),
        Instant.ofEpochMilli(createdMs),
        Instant.ofEpochMilli(expiresMs),
        Instant.ofEpochMilli(renewableUntilMs),
        terms.rate(),
        terms.note());
  }

  /** Whether its own terms have the permission; looks at no ancestor and at no time. */
  public boolean permits(Permission permission) {
    Set<Permission> own = terms.permissions();
    return own.contains(permission) || own.contains(Permission.ADMIN);
  }

  /** What of its tenant it is about. */
  public Resource resource() {
    return terms.resource();
  }

  /** As the log tells of it; not kept, since it is asked of each token once. */
  public StoredToken stored() {
    return new StoredToken(
        sha256, made(), terms.grantedBy(), grantId, revokedBy, uses == 0 ? 0 : lastUsedMs, uses);
  }

  /** As lists show it; not kept either. */
  public TokenStatus status(long nowMs) {
    long last = lastUsedMs;
    return new TokenStatus(
        made(),
        state(nowMs),
        last == 0 ? java.util.Optional.empty() : java.util.Optional.of(Instant.ofEpochMilli(last)),
        allUses(),
        terms.grantedBy(),
        grantId,
        endedBy());
  }

  /** Ends it; the first event counts. Whether it is this one that ended it. */
  boolean revoke(long eventId) {
    return REVOKED.compareAndSet(this, 0, eventId) || revokedBy == eventId;
  }

  void expires(long atMs) {
    expiresMs = atMs;
  }

  long expiresMs() {
    return expiresMs;
  }

  long renewableUntilMs() {
    return renewableUntilMs;
  }

  /** Counts a use that is not in the log yet; whether it is the first such. */
  boolean count(long nowMs) {
    LAST_USED.accumulateAndGet(this, nowMs, Math::max);
    return PENDING.getAndIncrement(this) == 0;
  }

  /** Uses that are not in the log yet. */
  long pending() {
    return pending;
  }

  long lastUsedMs() {
    return lastUsedMs;
  }

  /** None is counted twice while it goes from the one figure to the other. */
  private synchronized long allUses() {
    return uses + pending;
  }

  /** So many uses are in the log now; whether some are not. For the writer alone. */
  synchronized boolean logged(long count, long lastMs) {
    long mine = Math.min(count, pending);
    uses += count;
    LAST_USED.accumulateAndGet(this, lastMs, Math::max);
    return mine > 0 && PENDING.addAndGet(this, -mine) > 0;
  }
}
