package solo.capability.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** Events of tokens as chance has them, some of them senseless, over weeks. */
final class TokenHistories {
  private static final long BEGIN_MS = 1_700_000_000_000L;
  private static final List<String> TENANTS = List.of("*", "a", "b", "c", "d", "e");

  private final boolean doubles;
  private final Random chance;
  private final List<Event> events = new ArrayList<>();
  private final List<Capability> granted = new ArrayList<>();
  private final Map<String, Long> until = new HashMap<>();
  private long nowMs = BEGIN_MS;

  private TokenHistories(long seed, boolean doubles) {
    this.doubles = doubles;
    chance = new Random(seed);
  }

  /**
   * About so many.
   *
   * @param doubles whether accessors and digests are had twice, as by no true grant
   */
  static List<Event> random(long seed, int events, boolean doubles) {
    TokenHistories history = new TokenHistories(seed, doubles);
    for (int i = 0; i < events; i++) {
      history.step();
    }
    return history.events;
  }

  private void step() {
    boolean leaps = chance.nextInt(10) == 0;
    nowMs += leaps ? chance.nextLong(40 * Samples.HOUR_MS) : chance.nextLong(Samples.HOUR_MS);
    switch (granted.isEmpty() ? 0 : chance.nextInt(16)) {
      case 0, 1, 2, 3 -> grant();
      case 4, 5, 6 -> delegate();
      case 7, 8, 9 -> renew();
      case 10 -> add(any().tenant(), new Payload.CapabilityRevoked(any().accessor(), 1));
      case 11 -> revokeAll();
      case 12, 13 ->
          add("", new Payload.CapabilityVerified(any().accessor(), chance.nextInt(5), uses()));
      case 14 -> add(tenant(), limit());
      default -> add("a", new Payload.SystemReady(1));
    }
  }

  private long uses() {
    return nowMs - chance.nextLong(Samples.HOUR_MS);
  }

  private void grant() {
    grant("", 0, tenant(), doubles && chance.nextInt(8) == 0 ? any("x") : "t" + events.size());
  }

  private void delegate() {
    Capability parent = any();
    String tenant = chance.nextInt(6) == 0 ? tenant() : parent.tenant();
    grant(parent.accessor(), parent.depth() + 1, tenant, "t" + events.size());
  }

  private void grant(String parent, int depth, String tenant, String accessor) {
    long expires = nowMs + 1 + chance.nextLong(5 * Samples.DAY_MS);
    Capability capability =
        new Capability(
            accessor,
            parent,
            depth,
            tenant,
            chance.nextBoolean() ? Resource.ALL : Resource.service("s" + chance.nextInt(3)),
            Set.of(chance.nextBoolean() ? Permission.READ : Permission.ADMIN),
            new TreeSet<>(),
            Instant.ofEpochMilli(nowMs),
            Instant.ofEpochMilli(expires),
            Instant.ofEpochMilli(expires + chance.nextLong(9 * Samples.DAY_MS)),
            chance.nextInt(4) == 0 ? new RateLimit(1 + chance.nextInt(9), 5) : RateLimit.NONE,
            "");
    granted.add(capability);
    until.merge(accessor, expires, Math::min);
    Digest digest =
        Samples.digest(accessor + (doubles && chance.nextInt(9) == 0 ? "" : events.size()));
    add(tenant, CapabilityEvents.granted(digest, capability));
  }

  private void renew() {
    Capability token = any();
    long expires = nowMs + chance.nextLong(6 * Samples.DAY_MS) - Samples.HOUR_MS;
    if (until.get(token.accessor()) < nowMs - Samples.HOUR_MS) {
      return; // it is expired, and no renewal is under way any more
    }
    if (expires > nowMs && expires <= token.renewableUntil().toEpochMilli()) {
      until.put(token.accessor(), expires);
    }
    add(token.tenant(), new Payload.CapabilityRenewed(token.accessor(), expires));
  }

  private void revokeAll() {
    if (chance.nextInt(4) == 0) {
      add(tenant(), new Payload.CapabilityRevoked("", 1));
    }
  }

  private Payload limit() {
    int perSecond = chance.nextInt(3);
    return new Payload.LimitsChanged(perSecond, chance.nextInt(9) == 0 ? 0 : 2 * perSecond);
  }

  private Capability any() {
    int newest = granted.size() - 1;
    return granted.get(Math.max(0, newest - chance.nextInt(12)));
  }

  private String any(String none) {
    return granted.isEmpty() ? none : any().accessor();
  }

  private String tenant() {
    return TENANTS.get(chance.nextInt(TENANTS.size()));
  }

  private void add(String tenant, Payload payload) {
    String of = CapabilityEvents.eventTenant(tenant);
    EventDraft draft = new EventDraft(of, "", "owner:alice", "", 0, payload);
    events.add(new Event(events.size() + 1L, Instant.ofEpochMilli(nowMs), new UUID(1, 2), draft));
  }
}
