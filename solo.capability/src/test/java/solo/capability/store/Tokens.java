package solo.capability.store;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.event.Payload;

/** Tokens for tests. */
public final class Tokens {
  public static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_000L);
  public static final Instant LATER = CREATED.plusSeconds(3_600);

  private Tokens() {}

  /** With plain fields, valid for an hour. */
  public static StoredToken token(long grantId, String tenant) {
    return token(grantId, tenant, LATER);
  }

  /** With plain fields and an expiry. */
  public static StoredToken token(long grantId, String tenant, Instant expires) {
    return new StoredToken(
        digest(grantId),
        new Capability(
            "a" + grantId,
            "",
            0,
            tenant,
            Resource.ALL,
            EnumSet.of(Permission.READ),
            new TreeSet<>(),
            CREATED,
            expires,
            expires,
            RateLimit.NONE,
            ""),
        "owner:alice",
        grantId,
        0,
        0,
        0);
  }

  /** The digest of the token granted by an event. */
  public static Digest digest(long grantId) {
    return Digest.of("token " + grantId);
  }

  /** With every field set. */
  public static StoredToken full(long grantId) {
    return new StoredToken(
        digest(grantId),
        new Capability(
            "child" + grantId,
            "parent",
            3,
            "acme",
            new Resource("api:org.example.Orders*"),
            EnumSet.of(Permission.USE, Permission.SECRET_READ),
            new TreeSet<>(List.of("list", "take")),
            CREATED,
            LATER,
            LATER.plusSeconds(7),
            new RateLimit(5, 10),
            "für den Prüfstand \u2028 \uD83D\uDD11"),
        "token:parent",
        grantId,
        grantId + 5,
        CREATED.toEpochMilli() + 3,
        77);
  }

  /** The event that grants the plain token. */
  public static Payload.CapabilityGranted grant(long grantId) {
    return grant(token(grantId, "a"));
  }

  /** The event that grants a token. */
  public static Payload.CapabilityGranted grant(StoredToken token) {
    Capability c = token.capability();
    return new Payload.CapabilityGranted(
        c.accessor(),
        token.sha256().hex(),
        c.parent(),
        c.depth(),
        c.resource().text(),
        Permission.words(c.permissions()),
        String.join(",", c.operations()),
        c.created().toEpochMilli(),
        c.expires().toEpochMilli(),
        c.renewableUntil().toEpochMilli(),
        c.rate().perSecond(),
        c.rate().burst(),
        c.note());
  }

  /** One at random. */
  public static StoredToken any(long grantId, Random random) {
    String tenant = List.of("*", "a", "ab", "b").get(random.nextInt(4));
    return token(grantId, tenant, CREATED.plusSeconds(1 + random.nextInt(100)));
  }
}
