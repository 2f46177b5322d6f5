package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException.Cause;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;

public class DelegationTest {
  private static final RateLimit RATE = new RateLimit(1000, 1000);

  private final World world = new World().begin();
  private final Granted parent =
      grant(wish("a", Resource.api("org.*"), "deploy,grant,use", "get,put", World.HOUR));
  private final Caller holder = world.rights.login(parent.token());

  @After
  public void close() {
    world.close();
  }

  @Test
  public void aChildWithinItsParentIsValidAndNamesIt() {
    Granted child =
        delegate(parent, wish("a", Resource.api("org.acme"), "deploy", "", Duration.ofMinutes(30)));
    assertTrue(child.token().startsWith("solo_sub_"));
    assertEquals(accessor(parent), child.capability().parent());
    assertEquals(1, child.capability().depth());
    assertEquals(RATE, child.capability().rate());
    world.rights.verify(child.token(), "a", Resource.api("org.acme"), Permission.DEPLOY);
    assertEquals(
        "token:" + accessor(parent), world.grants.info(accessor(child), World.OWNER).grantedBy());
  }

  @Test
  public void cap30_nothingOfAChildIsWiderThanItsParent() {
    Resource acme = Resource.api("org.acme");
    List<GrantRequest> wider =
        List.of(
            wish("b", acme, "deploy", "", World.HOUR),
            wish("*", acme, "deploy", "", World.HOUR),
            wish("a", Resource.ALL, "deploy", "", World.HOUR),
            wish("a", Resource.api("com.acme"), "deploy", "", World.HOUR),
            wish("a", acme, "deploy,kill", "", World.HOUR),
            wish("a", acme, "admin", "", World.HOUR),
            wish("a", acme, "use", "delete", World.HOUR),
            wish("a", acme, "use", "*", World.HOUR),
            wish("a", acme, "deploy", "", World.HOUR.plusMillis(1)),
            wished("a", acme, "deploy", "", World.HOUR, new RateLimit(1001, 1000)),
            wished("a", acme, "deploy", "", World.HOUR, new RateLimit(1000, 1001)));
    long before = world.events.lastId();
    for (GrantRequest wish : wider) {
      LoggedGrantsTest.refused(Cause.REFUSED, () -> delegate(parent, wish));
      assertThrows(wish.toString(), RuntimeException.class, () -> world.grants.grant(wish, holder));
    }
    assertEquals(
        before,
        world.events.all().stream()
            .filter(e -> !e.type().equals("capability_denied"))
            .mapToLong(e -> e.id())
            .max()
            .orElseThrow());
    delegate(parent, wish("a", Resource.api("org.*"), "deploy,grant,use", "get,put", World.HOUR));
  }

  @Test
  public void adminOfOneTenantIsNotAdminOfAll() {
    Granted admin = grant(wish("a", Resource.ALL, "admin", "", World.HOUR));
    Caller caller = world.rights.login(admin.token());
    assertThrows(
        AccessDeniedException.class,
        () -> world.grants.grant(wish("*", Resource.ALL, "read", "", World.HOUR), caller));
    LoggedGrantsTest.refused(
        Cause.REFUSED, () -> delegate(admin, wish("*", Resource.ALL, "read", "", World.HOUR)));
    world.grants.grant(wish("a", Resource.ALL, "kill,secret:read", "", World.HOUR), caller);
  }

  @Test
  public void aGrantByATokenIsADelegationFromIt() {
    Granted child =
        world.grants.grant(
            wish("a", Resource.api("org.acme"), "deploy", "", Duration.ofMinutes(5)), holder);
    assertEquals(accessor(parent), child.capability().parent());
  }

  @Test
  public void aTokenWithoutGrantMayDelegateItselfAndNothingElse() {
    Granted plain = grant(wish("a", Resource.ALL, "read", "", World.HOUR));
    Caller caller = world.rights.login(plain.token());
    GrantRequest wish = wish("a", Resource.ALL, "read", "", World.HOUR);
    assertThrows(AccessDeniedException.class, () -> world.grants.grant(wish, caller));
    Granted child = world.grants.delegate(accessor(plain), wish, caller);
    world.rights.verify(child.token(), "a", Resource.ALL, Permission.READ);
    assertThrows(
        AccessDeniedException.class, () -> world.grants.delegate(accessor(parent), wish, caller));
    assertTrue(world.grants.revoke(accessor(child), "mine", caller));
    assertThrows(
        AccessDeniedException.class, () -> world.grants.revoke(accessor(parent), "", caller));
    assertThrows(
        AccessDeniedException.class,
        () -> world.grants.renew(accessor(plain), World.HOUR, "", caller));
  }

  /** It would outlive the caller's own token, and its revocation. */
  @Test
  public void aTokenDoesNotDelegateFromAStrangersToken() {
    Granted stranger = grant(wish("a", Resource.api("org.*"), "deploy", "", Duration.ofHours(9)));
    LoggedGrantsTest.refused(
        Cause.REFUSED,
        () ->
            world.grants.delegate(
                accessor(stranger),
                wish("a", Resource.api("org.*"), "deploy", "", Duration.ofHours(9)),
                holder));
  }

  @Test
  public void cap24_anotherTenantsTokenIsNotThere() {
    Granted other = grant(wish("b", Resource.api("org.*"), "deploy", "", World.HOUR));
    LoggedGrantsTest.refused(
        Cause.NOT_FOUND, () -> world.grants.revoke(accessor(other), "", holder));
    LoggedGrantsTest.refused(Cause.NOT_FOUND, () -> world.grants.info(accessor(other), holder));
    assertThrows(AccessDeniedException.class, () -> world.grants.list("b", holder));
    assertThrows(AccessDeniedException.class, () -> world.grants.list("*", holder));
    assertThrows(AccessDeniedException.class, () -> world.grants.revokeAll("a", "", holder));
  }

  @Test
  public void whoMayKnowOfNoTokenIsToldTheSameOfOneThatIsThereAndOneThatIsNot() {
    Granted other = grant(wish("b", Resource.ALL, "deploy", "", World.HOUR));
    Granted beyond = grant(wish("a", Resource.service("orders"), "deploy", "", World.HOUR));
    List<String> accessors =
        List.of(accessor(parent), accessor(other), accessor(beyond), "nobodyhasit0");
    Granted plain = grant(wish("a", Resource.api("org.*"), "read", "", World.HOUR));
    Caller reader = world.rights.login(plain.token());
    Granted ended = grant(wish("a", Resource.ALL, "grant", "", World.HOUR));
    Caller gone = world.rights.login(ended.token());
    world.grants.revoke(accessor(ended), "", World.OWNER);
    for (String accessor : accessors) {
      for (Caller caller : List.of(reader, gone)) {
        assertThrows(
            accessor, AccessDeniedException.class, () -> world.grants.info(accessor, caller));
        assertThrows(
            accessor, AccessDeniedException.class, () -> world.grants.revoke(accessor, "", caller));
      }
    }
    for (String accessor : accessors.subList(1, 4)) {
      LoggedGrantsTest.refused(Cause.NOT_FOUND, () -> world.grants.info(accessor, holder));
      LoggedGrantsTest.refused(Cause.NOT_FOUND, () -> world.grants.revoke(accessor, "", holder));
    }
  }

  @Test
  public void aGrantingTokenEndsWhatIsWithinItsRightsAndNoMore() {
    Granted within = grant(wish("a", Resource.api("org.acme"), "deploy", "", World.HOUR));
    Granted beyond = grant(wish("a", Resource.api("org.acme"), "admin", "", World.HOUR));
    assertTrue(world.grants.revoke(accessor(within), "", holder));
    LoggedGrantsTest.refused(
        Cause.REFUSED, () -> world.grants.revoke(accessor(beyond), "", holder));
    assertEquals(TokenStatus.State.VALID, state(beyond));
  }

  @Test
  public void aListShowsATokenWhatIsWithinItsResource() {
    Granted child = delegate(parent, wish("a", Resource.api("org.acme"), "deploy", "", World.HOUR));
    grant(wish("a", Resource.service("orders"), "deploy", "", World.HOUR));
    assertEquals(
        List.of(accessor(parent), accessor(child)),
        world.grants.list("a", holder).stream().map(s -> s.capability().accessor()).toList());
  }

  @Test
  public void chainsAreNoDeeperThanConfigured() {
    Granted last = parent;
    GrantRequest wish = wish("a", Resource.api("org.acme"), "deploy", "", World.HOUR);
    for (int depth = 1; depth <= 4; depth++) {
      last = delegate(last, wish);
      assertEquals(depth, last.capability().depth());
    }
    Granted deepest = last;
    LoggedGrantsTest.refused(Cause.REFUSED, () -> delegate(deepest, wish));
  }

  @Test
  public void cap30_revokingAParentEndsItsWholeTreeByOneEvent() {
    GrantRequest wish = wish("a", Resource.api("org.acme"), "deploy", "", World.HOUR);
    Granted child = delegate(parent, wish);
    Granted grandchild = delegate(child, wish);
    long before = world.events.lastId();
    assertTrue(world.grants.revoke(accessor(parent), "leak", World.OWNER));
    assertEquals(before + 1, world.events.lastId());
    for (Granted each : List.of(parent, child, grandchild)) {
      assertThrows(
          AccessDeniedException.class,
          () ->
              world.rights.verify(each.token(), "a", Resource.api("org.acme"), Permission.DEPLOY));
      assertEquals(TokenStatus.State.REVOKED, state(each));
    }
    LoggedGrantsTest.refused(
        Cause.REFUSED, () -> world.grants.delegate(accessor(child), wish, World.OWNER));
  }

  @Test
  public void aChildIsNotRenewedBeyondItsParent() {
    Granted child =
        delegate(parent, wish("a", Resource.api("org.acme"), "deploy", "", Duration.ofMinutes(5)));
    assertEquals(
        parent.capability().expires(),
        world.grants.renew(accessor(child), Duration.ofHours(5), "", World.OWNER).expires());
    world.clock.forward(World.HOUR);
    assertEquals(TokenStatus.State.EXPIRED, state(child));
    assertFalse(
        world.rights.allows(
            Caller.token(accessor(child)), Permission.DEPLOY, "a", Resource.api("org.acme")));
  }

  private Granted grant(GrantRequest wish) {
    return world.grants.grant(wish, World.OWNER);
  }

  private Granted delegate(Granted from, GrantRequest wish) {
    return world.grants.delegate(accessor(from), wish, world.rights.login(from.token()));
  }

  private TokenStatus.State state(Granted granted) {
    return world.grants.info(accessor(granted), World.OWNER).state();
  }

  private static String accessor(Granted granted) {
    return granted.capability().accessor();
  }

  private static GrantRequest wish(
      String tenant, Resource resource, String permissions, String operations, Duration life) {
    return wished(
        tenant,
        resource,
        permissions,
        operations,
        life,
        permissions.equals("deploy,grant,use") ? RATE : RateLimit.NONE);
  }

  private static GrantRequest wished(
      String tenant,
      Resource resource,
      String permissions,
      String operations,
      Duration life,
      RateLimit rate) {
    Set<Permission> all = EnumSet.copyOf(Permission.parseAll(permissions));
    TreeSet<String> names =
        operations.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(operations.split(",")));
    return new GrantRequest(tenant, resource, all, names, life, Duration.ZERO, rate, "");
  }
}
