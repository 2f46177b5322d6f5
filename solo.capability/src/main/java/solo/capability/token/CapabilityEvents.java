package solo.capability.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.Payload;

/** Tokens as the log tells of them. */
public final class CapabilityEvents {
  private static final String COMMA = ",";

  private CapabilityEvents() {}

  /** What is written of a new token. */
  public static Payload.CapabilityGranted granted(Digest sha256, Capability c) {
    return new Payload.CapabilityGranted(
        c.accessor(),
        sha256.hex(),
        c.parent(),
        c.depth(),
        c.resource().text(),
        Permission.words(c.permissions()),
        String.join(COMMA, c.operations()),
        c.created().toEpochMilli(),
        c.expires().toEpochMilli(),
        c.renewableUntil().toEpochMilli(),
        c.rate().perSecond(),
        c.rate().burst(),
        c.note());
  }

  /** The tenant of an event about tokens of a tenant or of {@code *}. */
  public static String eventTenant(String tenant) {
    return tenant.equals(Authorization.EVERY_TENANT) ? "" : tenant;
  }

  /** The other way round. */
  public static String tokenTenant(Event event) {
    String tenant = event.draft().tenant();
    return tenant.isEmpty() ? Authorization.EVERY_TENANT : tenant;
  }

  /**
   * The token of a grant.
   *
   * @throws IllegalArgumentException when what was written makes no token
   */
  public static StoredToken token(Event event, Payload.CapabilityGranted g) {
    Capability capability =
        new Capability(
            g.accessor(),
            g.parent(),
            g.depth(),
            tokenTenant(event),
            new Resource(g.resource()),
            Permission.parseAll(g.permissions()),
            operations(g.operations()),
            Instant.ofEpochMilli(g.createdAtMs()),
            Instant.ofEpochMilli(g.expiresAtMs()),
            Instant.ofEpochMilli(g.renewableUntilMs()),
            new RateLimit(g.perSecond(), g.burst()),
            g.note());
    Digest sha256 = Digest.parse(g.sha256());
    return new StoredToken(sha256, capability, event.draft().actor(), event.id(), 0, 0, 0);
  }

  private static SortedSet<String> operations(String text) {
    return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(text.split(COMMA)));
  }
}
