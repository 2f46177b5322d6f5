package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.RateLimitedException;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.Payload;

public class VerifyTest {
  private final World world = new World().begin();
  private final Granted granted =
      world.grants.grant(World.wish("a", World.ORDERS, Permission.READ), World.OWNER);

  @After
  public void close() {
    world.close();
  }

  @Test
  public void cap03_aValidTokenPasses() {
    assertEquals(
        granted.capability(),
        world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
  }

  @Test
  public void cap04_aRevokedTokenIsDenied() {
    world.grants.revoke(accessor(), "enough", World.OWNER);
    denied("revoked", granted.token(), "a", World.ORDERS, Permission.READ);
  }

  @Test
  public void cap05_anExpiredTokenIsDeniedFromThatMillisecondOn() {
    world.clock.forward(World.HOUR.minusMillis(1));
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    world.clock.forward(Duration.ofMillis(1));
    denied("expired", granted.token(), "a", World.ORDERS, Permission.READ);
  }

  @Test
  public void cap06_everyPermissionInTheListPassesAndNoOther() {
    Granted two = world.grant(Permission.KILL, Permission.EVENTS);
    for (Permission permission : Permission.values()) {
      if (two.capability().permissions().contains(permission)) {
        world.rights.verify(two.token(), "a", World.ORDERS, permission);
      } else {
        assertThrows(
            AccessDeniedException.class,
            () -> world.rights.verify(two.token(), "a", World.ORDERS, permission));
      }
    }
  }

  @Test
  public void cap07_aWrongTokenIsDenied() {
    String other = world.grant(Permission.READ).token();
    String unknown;
    try (World elsewhere = new World().begin()) {
      unknown = elsewhere.grant(Permission.READ).token();
    }
    denied("unknown", unknown, "a", World.ORDERS, Permission.READ);
    denied("malformed", other + "x", "a", World.ORDERS, Permission.READ);
    denied("malformed", "", "a", World.ORDERS, Permission.READ);
    denied("malformed", null, "a", World.ORDERS, Permission.READ);
  }

  @Test
  public void cap08_aWrongResourceIsDenied() {
    denied("wrong_resource", granted.token(), "a", Resource.service("x"), Permission.READ);
    denied("wrong_resource", granted.token(), "a", Resource.ALL, Permission.READ);
  }

  @Test
  public void cap09_aWrongPermissionIsDenied() {
    denied("wrong_permission", granted.token(), "a", World.ORDERS, Permission.DEPLOY);
  }

  @Test
  public void cap24_anotherTenantsTokenIsDenied() {
    denied("wrong_tenant", granted.token(), "b", World.ORDERS, Permission.READ);
    denied("wrong_tenant", granted.token(), "*", World.ORDERS, Permission.READ);
    denied("wrong_tenant", granted.token(), "no tenant\n", World.ORDERS, Permission.READ);
  }

  @Test
  public void cap10_allDenialsAreOneAnswerToTheCaller() {
    Set<String> answers = new TreeSet<>();
    answers.add(message("solo_cap_nonsense", "a", World.ORDERS, Permission.READ));
    answers.add(message(granted.token(), "b", World.ORDERS, Permission.READ));
    answers.add(message(granted.token(), "a", Resource.ALL, Permission.READ));
    answers.add(message(granted.token(), "a", World.ORDERS, Permission.KILL));
    world.clock.forward(World.HOUR);
    answers.add(message(granted.token(), "a", World.ORDERS, Permission.READ));
    assertEquals(answers.toString(), 1, answers.size());
  }

  @Test
  public void cap11_grantUseDenialAndRevocationAreInTheLog() {
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    denied("wrong_tenant", granted.token(), "b", World.ORDERS, Permission.READ);
    world.grants.revoke(accessor(), "enough", World.OWNER);
    flushed();
    assertEquals(
        List.of(
            "capability_denied", "capability_granted", "capability_revoked", "capability_verified"),
        world.events.all().stream().map(e -> e.type()).distinct().sorted().toList());
  }

  @Test
  public void usesAreSeenAtOnceAndLoggedInAggregate() {
    for (int i = 0; i < 5; i++) {
      world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    }
    world.clock.forward(Duration.ofMinutes(1));
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    assertEquals(6, info().uses());
    assertEquals(Optional.of(world.clock.now()), info().lastUsed());
    assertEquals(0, world.events.payloads(Payload.CapabilityVerified.class).size());
    flushed();
    assertEquals(
        List.of(new Payload.CapabilityVerified(accessor(), 6, world.clock.now().toEpochMilli())),
        world.events.payloads(Payload.CapabilityVerified.class));
    World.await("the aggregate is counted", () -> world.log.behind().isZero());
    assertEquals(6, info().uses());
    flushed();
    assertEquals(1, world.events.payloads(Payload.CapabilityVerified.class).size());
  }

  @Test
  public void usesThatCannotBeLoggedAreLoggedLater() {
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    world.events.refuse(payload -> true);
    flushed();
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    assertEquals(2, info().uses());
    world.events.refuse(payload -> false);
    flushed();
    assertEquals(2, world.events.payloads(Payload.CapabilityVerified.class).get(0).count());
  }

  @Test
  public void aUseThatIsOneTooManySaysWhenToRetry() {
    RateLimit two = new RateLimit(1, 2);
    Granted limited = world.grants.grant(limited(two), World.OWNER);
    world.rights.verify(limited.token(), "a", World.ORDERS, Permission.READ);
    Caller caller = world.rights.login(limited.token());
    RateLimitedException e =
        assertThrows(
            RateLimitedException.class,
            () -> world.rights.require(caller, Permission.READ, "a", World.ORDERS));
    assertTrue(e.retryAfter().toString(), e.retryAfter().compareTo(Duration.ZERO) > 0);
    assertTrue(e.retryAfter().toString(), e.retryAfter().compareTo(Duration.ofSeconds(1)) <= 0);
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
  }

  @Test
  public void aTenantsLimitHoldsForAllItsTokensAndIsInTheLog() {
    world.limits.setLimit("a", new RateLimit(1, 1), "calm", World.OWNER);
    assertEquals(new RateLimit(1, 1), world.limits.limit("a"));
    assertEquals(
        List.of(new Payload.LimitsChanged(1, 1)),
        world.events.payloads(Payload.LimitsChanged.class));
    world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ);
    Granted other = world.grant(Permission.READ);
    assertThrows(
        RateLimitedException.class,
        () -> world.rights.verify(other.token(), "a", World.ORDERS, Permission.READ));
    assertThrows(
        AccessDeniedException.class,
        () -> world.limits.setLimit("a", RateLimit.NONE, "", Caller.directory("a")));
  }

  private TokenStatus info() {
    return world.grants.info(accessor(), World.OWNER);
  }

  private String accessor() {
    return granted.capability().accessor();
  }

  private static GrantRequest limited(RateLimit rate) {
    return new GrantRequest(
        "a",
        Resource.ALL,
        Set.of(Permission.READ),
        new TreeSet<>(),
        World.HOUR,
        Duration.ZERO,
        rate,
        "");
  }

  private void flushed() {
    World.await("flush", world.log.flush()::isDone);
  }

  private String message(String token, String tenant, Resource resource, Permission permission) {
    return assertThrows(
            AccessDeniedException.class,
            () -> world.rights.verify(token, tenant, resource, permission))
        .getMessage();
  }

  private void denied(
      String why, String token, String tenant, Resource resource, Permission permission) {
    int before = world.events.payloads(Payload.CapabilityDenied.class).size();
    message(token, tenant, resource, permission);
    World.await(
        "denial in the log",
        () -> world.events.payloads(Payload.CapabilityDenied.class).size() > before);
    Payload.CapabilityDenied denied =
        world.events.payloads(Payload.CapabilityDenied.class).get(before);
    assertEquals(why, denied.why());
    assertEquals(resource.text(), denied.resource());
    assertEquals(permission.word(), denied.permission());
    boolean known = !Set.of("unknown", "malformed").contains(why);
    assertEquals(known ? accessor() : "", denied.accessor());
  }
}
