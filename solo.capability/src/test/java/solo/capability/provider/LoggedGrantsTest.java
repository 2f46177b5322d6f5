package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityException.Cause;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.Payload;

public class LoggedGrantsTest {
  private final World world = new World().begin();

  @After
  public void close() {
    world.close();
  }

  @Test
  public void cap01_aGrantHasAccessorTenantResourcePermissionsAndExpiry() {
    Granted granted = grant(World.wish("a", World.ORDERS, Permission.READ));
    TokenStatus status = world.grants.info(accessor(granted), World.OWNER);
    assertEquals(granted.capability(), status.capability());
    assertEquals("a", status.capability().tenant());
    assertEquals(World.ORDERS, status.capability().resource());
    assertEquals(world.clock.now().plus(World.HOUR), status.capability().expires());
    assertEquals(TokenStatus.State.VALID, status.state());
    assertEquals("owner:alice", status.grantedBy());
    assertEquals(granted.eventId(), status.grantId());
  }

  @Test
  public void cap02_tokensDiffer() {
    assertNotEquals(world.grant(Permission.READ).token(), world.grant(Permission.READ).token());
  }

  @Test
  public void cap25_revokeOfAnUnknownIsAnError() {
    refused(Cause.NOT_FOUND, () -> world.grants.revoke("nobody", "", World.OWNER));
  }

  @Test
  public void revokingWhatHasEndedWritesNothing() {
    Granted granted = world.grant(Permission.READ);
    assertTrue(world.grants.revoke(accessor(granted), "enough", World.OWNER));
    assertFalse(world.grants.revoke(accessor(granted), "again", World.OWNER));
    Granted expired = world.grant(Permission.READ);
    world.clock.forward(World.HOUR);
    assertFalse(world.grants.revoke(accessor(expired), "late", World.OWNER));
    assertEquals(1, world.events.payloads(Payload.CapabilityRevoked.class).size());
  }

  @Test
  public void tok12_aNoteOrReasonThatHoldsATokenIsRefused() {
    Granted granted = grant(lived(World.HOUR));
    String words = "for " + granted.token() + ", see there";
    long before = world.events.lastId();
    refused(
        Cause.REFUSED,
        () ->
            grant(
                new GrantRequest(
                    "a",
                    Resource.ALL,
                    Set.of(Permission.READ),
                    new TreeSet<>(),
                    World.HOUR,
                    Duration.ZERO,
                    RateLimit.NONE,
                    words)));
    refused(
        Cause.REFUSED, () -> world.grants.renew(accessor(granted), World.HOUR, words, World.OWNER));
    refused(Cause.REFUSED, () -> world.grants.revoke(accessor(granted), words, World.OWNER));
    refused(Cause.REFUSED, () -> world.grants.revokeAll("a", words, World.OWNER));
    refused(Cause.REFUSED, () -> world.limits.setLimit("a", RateLimit.NONE, words, World.OWNER));
    assertEquals(before, world.events.lastId());
  }

  /** In words that can be typed, as the command's own. */
  @Test
  public void refusalsTellTimesAsTheyAreTyped() {
    Granted granted = grant(lived(World.HOUR));
    String tooLong = told(() -> grant(lived(Duration.ofDays(31))));
    assertTrue(tooLong, tooLong.endsWith("above 0 and at most 30d, not 31d"));
    String renewed =
        told(
            () ->
                world.grants.renew(
                    accessor(granted), Duration.ofDays(30).plusHours(1), "", World.OWNER));
    assertTrue(renewed, renewed.endsWith("at most 30d, not 721h"));
    String renewable = told(() -> grant(renewable(Duration.ofMinutes(10), Duration.ofSeconds(90))));
    assertTrue(
        renewable, renewable.endsWith("from its time to live, 10m, to at most 365d, not 90s"));
    String none = told(() -> grant(lived(Duration.ofNanos(1))));
    assertTrue(none, none.endsWith("at most 30d, not 0 ms"));
  }

  private static String told(ThrowingRunnable act) {
    return assertThrows(CapabilityException.class, act).getMessage();
  }

  private static GrantRequest renewable(Duration life, Duration renewable) {
    return new GrantRequest(
        "a",
        Resource.ALL,
        Set.of(Permission.READ),
        new TreeSet<>(),
        life,
        renewable,
        RateLimit.NONE,
        "");
  }

  /** A million of them would be made, and kept. */
  @Test
  public void aListMakesOfItsTokensWhatIsLookedAtAndKeepsNothing() {
    grant(lived(World.HOUR));
    List<TokenStatus> list = world.grants.list("a", World.OWNER);
    assertNotSame(list.get(0), list.get(0));
    assertNotSame(list.get(0).capability(), list.get(0).capability());
    assertEquals(list.get(0), list.get(0));
    Granted later = grant(lived(World.HOUR));
    assertEquals("those of then", 1, list.size());
    assertEquals(
        accessor(later), world.grants.list("a", World.OWNER).get(1).capability().accessor());
  }

  @Test
  public void cap26_aTimeToLiveIsAboveZeroAndAtMostTheMaximum() {
    Duration max = Duration.ofSeconds(World.config(java.util.Map.of()).maxTtlSeconds());
    for (Duration bad :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofNanos(1),
            max.plusMillis(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      refused(Cause.REFUSED, () -> grant(lived(bad)));
    }
    grant(lived(max));
    Granted granted = grant(lived(Duration.ofMillis(1)));
    refused(
        Cause.REFUSED, () -> world.grants.renew(accessor(granted), Duration.ZERO, "", World.OWNER));
    refused(
        Cause.REFUSED,
        () -> world.grants.renew(accessor(granted), max.plusSeconds(1), "", World.OWNER));
  }

  @Test
  public void whatMakesNoSenseIsRefusedAndWritesNothing() {
    long before = world.events.lastId();
    GrantRequest good = World.wish("a", Resource.ALL, Permission.READ);
    refused(Cause.REFUSED, () -> grant(World.wish("../a", Resource.ALL, Permission.READ)));
    refused(Cause.REFUSED, () -> grant(World.wish("a", Resource.ALL)));
    refused(Cause.REFUSED, () -> grant(with(good, "x".repeat(201), new TreeSet<>())));
    refused(Cause.REFUSED, () -> grant(with(good, "", new TreeSet<>(List.of("get")))));
    GrantRequest use = World.wish("a", Resource.ALL, Permission.USE);
    refused(Cause.REFUSED, () -> grant(with(use, "", new TreeSet<>())));
    refused(Cause.REFUSED, () -> grant(with(use, "", new TreeSet<>(List.of("a,b")))));
    assertEquals(before, world.events.lastId());
  }

  @Test
  public void aRenewalGoesNoFurtherThanItWasGrantedFor() {
    GrantRequest wish =
        new GrantRequest(
            "a",
            Resource.ALL,
            java.util.Set.of(Permission.READ),
            new TreeSet<>(),
            World.HOUR,
            World.HOUR.multipliedBy(3),
            RateLimit.NONE,
            "");
    Granted granted = grant(wish);
    world.clock.forward(Duration.ofMinutes(59));
    Capability renewed = world.grants.renew(accessor(granted), World.HOUR, "", World.OWNER);
    assertEquals(world.clock.now().plus(World.HOUR), renewed.expires());
    assertEquals(renewed, world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
    Capability last =
        world.grants.renew(accessor(granted), World.HOUR.multipliedBy(5), "", World.OWNER);
    assertEquals(granted.capability().renewableUntil(), last.expires());
    world.clock.forward(Duration.ofHours(4));
    refused(
        Cause.REFUSED, () -> world.grants.renew(accessor(granted), World.HOUR, "", World.OWNER));
  }

  @Test
  public void tok11_aGrantThatCannotBeMadeDurableFailsAndNoTokenLeaves() {
    world.events.refuse(payload -> true);
    refused(Cause.NOT_DURABLE, () -> world.grant(Permission.READ));
    assertEquals(0, world.log.table().size());
    world.events.refuse(payload -> false);
    Granted granted = world.grant(Permission.READ);
    world.events.refuse(payload -> true);
    refused(
        Cause.NOT_DURABLE,
        () -> world.grants.renew(accessor(granted), Duration.ofHours(2), "", World.OWNER));
    refused(Cause.NOT_DURABLE, () -> world.grants.revoke(accessor(granted), "", World.OWNER));
    assertEquals(
        granted.capability(),
        world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
  }

  @Test
  public void anInterruptedCallerGetsItsAnswerAndKeepsTheInterrupt() {
    Thread.currentThread().interrupt();
    Granted granted = world.grant(Permission.READ);
    assertTrue(Thread.currentThread().isInterrupted());
    assertTrue(world.grants.revoke(accessor(granted), "", World.OWNER));
    assertTrue(Thread.interrupted());
    assertEquals(1, world.events.payloads(Payload.CapabilityRevoked.class).size());
  }

  @Test
  public void revokeAllEndsATenantsTokensByOneEventAndLaterGrantsAreValid() {
    Granted first = world.grant(Permission.READ);
    Granted second = world.grant(Permission.READ);
    Granted other = grant(World.wish("b", Resource.ALL, Permission.READ));
    Granted every = grant(World.wish("*", Resource.ALL, Permission.READ));
    assertEquals(2, world.grants.revokeAll("a", "leak", World.OWNER));
    Granted later = world.grant(Permission.READ);
    assertEquals(TokenStatus.State.REVOKED, state(first));
    assertEquals(TokenStatus.State.REVOKED, state(second));
    assertEquals(TokenStatus.State.VALID, state(other));
    assertEquals(TokenStatus.State.VALID, state(every));
    assertEquals(TokenStatus.State.VALID, state(later));
    assertEquals(
        List.of(new Payload.CapabilityRevoked("", 2)),
        world.events.payloads(Payload.CapabilityRevoked.class));
  }

  @Test
  public void revokeAllOfEveryTenantEndsThoseThatAreNotBoundToOne() {
    Granted every = grant(World.wish("*", Resource.ALL, Permission.READ, Permission.GRANT));
    Granted below =
        world.grants.delegate(
            accessor(every), World.wish("a", Resource.ALL, Permission.READ), World.OWNER);
    Granted bound = world.grant(Permission.READ);
    assertEquals(2, world.grants.revokeAll("*", "leak", World.OWNER));
    assertEquals(TokenStatus.State.REVOKED, state(every));
    assertEquals(TokenStatus.State.REVOKED, state(below));
    assertEquals(TokenStatus.State.VALID, state(bound));
  }

  @Test
  public void aListHasTheTokensOfItsTenantInTheOrderOfTheirGrants() {
    Granted first = world.grant(Permission.READ);
    Granted other = grant(World.wish("b", Resource.ALL, Permission.READ));
    Granted second = world.grant(Permission.READ);
    assertEquals(List.of(accessor(first), accessor(second)), listed("a", World.OWNER));
    assertEquals(
        List.of(accessor(first), accessor(other), accessor(second)), listed("*", World.OWNER));
    assertEquals(List.of(), listed("c", World.OWNER));
  }

  @Test
  public void nothingIsDoneBeforeTheTokensAreRestored() {
    try (World early = new World()) {
      refused(Cause.RESTORING, () -> early.grant(Permission.READ));
      refused(Cause.RESTORING, () -> early.rights.login("solo_cap_x"));
      refused(
          Cause.RESTORING,
          () -> early.rights.verify("solo_cap_x", "a", Resource.ALL, Permission.READ));
      refused(Cause.RESTORING, () -> early.grants.revoke("x", "", World.OWNER));
      refused(Cause.RESTORING, () -> early.grants.list("a", World.OWNER));
      assertEquals(0, early.events.lastId());
    }
  }

  @Test
  public void aDirectoryGrantsAndEndsNothing() {
    Caller directory = Caller.directory("a");
    Granted granted = world.grant(Permission.READ);
    GrantRequest wish = World.wish("a", Resource.ALL, Permission.DEPLOY);
    assertThrows(AccessDeniedException.class, () -> world.grants.grant(wish, directory));
    assertThrows(
        AccessDeniedException.class, () -> world.grants.revoke(accessor(granted), "", directory));
    assertThrows(AccessDeniedException.class, () -> world.grants.list("a", directory));
  }

  @Test
  public void tok12_theTextOfATokenIsInTheAnswerAlone() {
    Granted granted = world.grant(Permission.READ);
    String secret = granted.token().substring(9, 52);
    assertFalse(granted.toString().contains(secret));
    assertFalse(world.events.all().toString().contains(secret));
    assertFalse(world.grants.list("*", World.OWNER).toString().contains(secret));
    String mistyped = secret + "x";
    AccessDeniedException e =
        assertThrows(
            AccessDeniedException.class,
            () -> world.rights.verify("solo_cap_" + mistyped, "a", World.ORDERS, Permission.READ));
    assertFalse(e.getMessage().contains(secret));
    World.await(
        "the denied event", () -> !world.events.payloads(Payload.CapabilityDenied.class).isEmpty());
    assertFalse(world.events.all().toString().contains(secret));
  }

  private List<String> listed(String tenant, Caller caller) {
    return world.grants.list(tenant, caller).stream().map(s -> s.capability().accessor()).toList();
  }

  private TokenStatus.State state(Granted granted) {
    return world.grants.info(accessor(granted), World.OWNER).state();
  }

  private Granted grant(GrantRequest wish) {
    return world.grants.grant(wish, World.OWNER);
  }

  private static GrantRequest lived(Duration timeToLive) {
    return GrantRequest.of("a", Resource.ALL, java.util.Set.of(Permission.READ), timeToLive);
  }

  private static GrantRequest with(GrantRequest wish, String note, TreeSet<String> operations) {
    return new GrantRequest(
        wish.tenant(),
        wish.resource(),
        wish.permissions(),
        operations,
        wish.timeToLive(),
        wish.renewable(),
        wish.rate(),
        note);
  }

  private static String accessor(Granted granted) {
    return granted.capability().accessor();
  }

  static void refused(Cause why, Runnable act) {
    assertEquals(why, assertThrows(CapabilityException.class, act::run).why());
  }
}
