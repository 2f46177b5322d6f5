package solo.capability.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import solo.core.capability.RateLimit;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.Fingerprint;
import solo.core.fold.LogFold;

/**
 * The tokens as {@link TokenTable} has them, but for those that are dead: revoked, expired for a
 * day by the time of the newest event, or delegated from such a one. Nothing brings a dead one
 * back: only what is in force is renewed, and a renewal that was under way when its token expired
 * is in the log well before the day is over. How often a token was used is no part of it, since
 * that rests on every event that counts some; when it was used last is.
 */
final class TokensFold implements LogFold {
  static final long DEAD_AFTER_MS = Duration.ofDays(1).toMillis();

  private static final int FIRST = 1_000;

  private final TokenTable table = new TokenTable();
  private final TokenTraces traces = new TokenTraces();
  private final SortedMap<String, Long> limits = new TreeMap<>();
  private long nowMs = Long.MIN_VALUE;

  /** Of more events at the same time the last: an earlier one may be a begin without its end. */
  private long nowId;

  private int most = FIRST;

  @Override
  public void apply(Event event) {
    if (event.time().toEpochMilli() >= nowMs) {
      nowMs = event.time().toEpochMilli();
      nowId = event.id();
    }
    Payload payload = event.payload();
    if (payload instanceof Payload.LimitsChanged) {
      limit(event);
      return;
    } else if (payload instanceof Payload.CapabilityGranted granted) {
      makeRoom(granted);
    }
    take(event);
  }

  /** A dead token's accessor and digest may be had again: whether it is still here cannot count. */
  private void makeRoom(Payload.CapabilityGranted granted) {
    table.find(granted.accessor()).ifPresent(this::forgetIfDead);
    digest(granted).map(table::find).ifPresent(this::forgetIfDead);
    if (table.size() > most) {
      forget(token -> token.isOrphan() || token.endedBy() != 0);
      most = Math.max(FIRST, 2 * table.size());
    }
  }

  private static Optional<Digest> digest(Payload.CapabilityGranted granted) {
    try {
      return Optional.of(Digest.parse(granted.sha256()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void forgetIfDead(LiveToken one) {
    if (isDead(one)) {
      forget(one::covers);
    }
  }

  /**
   * What has merely expired is not forgotten all at once: where a renewal was left out, since a
   * later one counts, a token looks dead until that comes.
   */
  private void forget(Predicate<LiveToken> gone) {
    table.removeIf(gone);
    traces.retain(accessor -> table.find(accessor).isPresent());
  }

  private boolean isDead(LiveToken token) {
    return token.isOrphan()
        || token.endedBy() != 0
        || token.expiresWithParentsMs() <= nowMs - DEAD_AFTER_MS;
  }

  private void take(Event event) {
    traces.next(event);
    table.apply(event, traces);
  }

  private void limit(Event event) {
    String tenant = event.draft().tenant();
    RateLimit before = table.limit(tenant);
    take(event);
    RateLimit after = table.limit(tenant);
    if (!after.limits()) {
      limits.remove(tenant);
    } else if (!after.equals(before)) {
      limits.put(tenant, event.id());
    }
  }

  private List<LiveToken> alive() {
    return table.all().stream().filter(token -> !isDead(token)).toList();
  }

  @Override
  public List<Long> restsOn() {
    SortedSet<Long> ids = new TreeSet<>(limits.values());
    for (LiveToken token : alive()) {
      ids.add(token.grantId());
      ids.addAll(traces.of(token.accessor()));
    }
    if (nowId != 0) {
      ids.add(nowId);
    }
    return List.copyOf(ids);
  }

  @Override
  public List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    alive().forEach(token -> facts.add(TokenFacts.of(token, nowMs)));
    limits.keySet().forEach(tenant -> facts.add(TokenFacts.of(tenant, table.limit(tenant))));
    facts.sort(
        Comparator.comparing(Fact::tenant).thenComparing(Fact::key).thenComparing(Fact::kind));
    return facts;
  }

  @Override
  public String fingerprint() {
    Fingerprint all = new Fingerprint().add(nowMs);
    for (LiveToken token : alive()) {
      StoredToken s = token.stored();
      all.add(s.sha256()).add(s.capability()).add(s.grantedBy()).add(s.grantId());
      all.add(s.lastUsedMs());
    }
    Map<String, RateLimit> rates = new TreeMap<>();
    limits.keySet().forEach(tenant -> rates.put(tenant, table.limit(tenant)));
    return all.add(rates).hex();
  }

  /** What it stands on, for a comparison; dead ones are among them. */
  TokenTable table() {
    return table;
  }
}
