package solo.capability.token;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** Tokens as tests want them: of tenant a, for an hour from 1970 on, renewable for a day. */
final class Samples {
  static final long HOUR_MS = 3_600_000;
  static final long DAY_MS = 24 * HOUR_MS;

  private final String accessor;
  private final long grantId;
  private String tenant = "a";
  private String parent = "";
  private int depth;
  private RateLimit rate = RateLimit.NONE;
  private Resource resource = Resource.ALL;
  private long expiresMs = HOUR_MS;

  private Samples(String accessor, long grantId) {
    this.accessor = accessor;
    this.grantId = grantId;
  }

  static Samples token(String accessor, long grantId) {
    return new Samples(accessor, grantId);
  }

  Samples tenant(String id) {
    tenant = id;
    return this;
  }

  Samples rate(RateLimit limit) {
    rate = limit;
    return this;
  }

  Samples resource(Resource about) {
    resource = about;
    return this;
  }

  Samples expires(long ms) {
    expiresMs = ms;
    return this;
  }

  Samples below(LiveToken above) {
    return above == null ? this : below(above.accessor(), above.capability().depth() + 1);
  }

  Samples below(String above, int deep) {
    parent = above;
    depth = deep;
    return this;
  }

  Capability capability() {
    return new Capability(
        accessor,
        parent,
        depth,
        tenant,
        resource,
        Set.of(Permission.READ),
        new TreeSet<>(),
        Instant.EPOCH,
        Instant.ofEpochMilli(expiresMs),
        Instant.ofEpochMilli(Math.max(DAY_MS, expiresMs)),
        rate,
        "");
  }

  StoredToken stored() {
    return new StoredToken(digest(accessor), capability(), "owner:alice", grantId, 0, 0, 0);
  }

  Event granted() {
    return event(grantId, tenant, CapabilityEvents.granted(digest(accessor), capability()));
  }

  static Digest digest(String accessor) {
    return Digest.of("the token of " + accessor);
  }

  static Event event(long id, String tenant, Payload payload) {
    String of = CapabilityEvents.eventTenant(tenant);
    return new Event(
        id,
        Instant.EPOCH,
        new java.util.UUID(1, 2),
        new EventDraft(of, "", "owner:alice", "", 0, payload));
  }
}
