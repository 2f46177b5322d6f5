package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.capability.store.TokenStore;
import solo.capability.token.Digest;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityException.Cause;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

public class RestoreTest {
  private final MemoryLog events = new MemoryLog();
  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore();

  @Test
  public void tok02_tokensAreThereAfterARestartAndVerify() {
    Granted granted;
    try (World world = world(store)) {
      granted = world.grant(Permission.READ);
      world.limits.setLimit("a", new RateLimit(50, 50), "", World.OWNER);
    }
    try (World world = world(store)) {
      assertEquals(
          granted.capability(),
          world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
      assertEquals(new RateLimit(50, 50), world.limits.limit("a"));
    }
  }

  @Test
  public void tok03_expiredOnesAreNotRestored() {
    try (World world = world(store)) {
      world.grant(Permission.READ);
      clock.forward(World.HOUR.dividedBy(2));
      world.grant(Permission.READ);
    }
    clock.forward(World.HOUR.dividedBy(2));
    try (World world = world(store)) {
      assertEquals(1, world.log.table().size());
      assertEquals(1, store.all().size());
    }
  }

  /** A revocation that never came to the store's disk. */
  @Test
  public void tok04_revokedStaysRevokedAfterCrash() {
    Granted granted;
    MemoryStore behind = new MemoryStore();
    try (World world = world(behind)) {
      granted = world.grant(Permission.READ);
    }
    events.append(
        new EventDraft(
            "a", "", "owner:alice", "", 0, new Payload.CapabilityRevoked(accessor(granted), 1)));
    try (World world = world(behind)) {
      assertEquals(TokenStatus.State.REVOKED, state(world, granted));
      assertThrows(
          AccessDeniedException.class,
          () -> world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
    }
  }

  /** The store has the expiry of before, and that is over. */
  @Test
  public void aRenewalThatIsInTheLogAloneHoldsAfterItsFirstExpiry() {
    Granted granted;
    try (World world = world(store)) {
      granted = world.grant(Permission.READ);
    }
    Instant later = granted.capability().expires().plus(World.HOUR);
    events.append(
        new EventDraft(
            "a",
            "",
            "owner:alice",
            "",
            0,
            new Payload.CapabilityRenewed(accessor(granted), later.toEpochMilli())));
    clock.forward(World.HOUR.plusMinutes(5));
    try (World world = world(store)) {
      assertEquals(
          later,
          world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ).expires());
    }
  }

  @Test
  public void tok05_threeTenantsAreRestoredApart() {
    Map<String, Granted> granted = new java.util.TreeMap<>();
    try (World world = world(store)) {
      for (String tenant : List.of("a", "b", "c")) {
        granted.put(
            tenant,
            world.grants.grant(World.wish(tenant, Resource.ALL, Permission.READ), World.OWNER));
      }
    }
    try (World world = world(store)) {
      granted.forEach(
          (own, token) -> {
            for (String tenant : granted.keySet()) {
              assertEquals(
                  own.equals(tenant),
                  world.rights.allows(
                      world.rights.login(token.token()), Permission.READ, tenant, World.ORDERS));
            }
            assertEquals(1, world.grants.list(own, World.OWNER).size());
          });
    }
  }

  @Test
  public void aStoreThatFailsIsReplacedByTheLog() {
    Granted granted;
    try (World world = world(store)) {
      granted = world.grant(Permission.READ);
      world.limits.setLimit("a", new RateLimit(9, 9), "", World.OWNER);
    }
    for (TokenStore bad : List.of(new BrokenStore(0), new BrokenStore(1000), new BrokenStore(-1))) {
      try (World world = world(bad)) {
        assertEquals(TokenStatus.State.VALID, state(world, granted));
        assertEquals(new RateLimit(9, 9), world.limits.limit("a"));
        assertEquals(1, world.log.table().size());
      }
    }
  }

  @Test
  public void theConditionComesWithTheLastEventOfTheLogAndGoesWithTheTokens() {
    try (World first = world(store)) {
      first.grant(Permission.READ);
    }
    events.freeze(true);
    World world = new World(events, clock, new MemoryStore(), Map.of());
    world.log.begin();
    assertThrows(CapabilityException.class, () -> world.grants.list("*", World.OWNER));
    assertEquals(1, world.restored.getCount());
    events.freeze(false);
    World.await("tokens restored", () -> world.restored.getCount() == 0);
    assertEquals(1, world.grants.list("*", World.OWNER).size());
    assertEquals(1, world.takenBack.getCount());
    world.close();
    World.await("taken back, by whoever told last", () -> world.takenBack.getCount() == 0);
  }

  /** The container comes up without tokens rather than not at all. */
  @Test
  public void tokensThatCannotBeBroughtBackOpenNothingAndTheConditionComesAllTheSame() {
    Granted granted;
    try (World world = world(store)) {
      granted = world.grant(Permission.ADMIN);
    }
    events.failQueries(true);
    try (World world = world(store)) {
      LoggedGrantsTest.refused(Cause.NOT_RESTORED, () -> world.rights.login(granted.token()));
      LoggedGrantsTest.refused(Cause.NOT_RESTORED, () -> world.grants.list("*", World.OWNER));
      opensNothing(world, Caller.token(accessor(granted)));
      HealthCheck health = new TokenHealth(world.log);
      assertEquals(Result.Status.CRITICAL, health.execute().getStatus());
      assertTrue(health.execute().toString().contains("no index"));
    }
    events.failQueries(false);
    try (World world = world(store)) {
      world.rights.login(granted.token());
    }
  }

  /** A session outlives a restart of the bundle, and the store may not know of a revocation. */
  @Test
  public void aSessionOpensNothingWhileTheTableIsBehindTheLog() {
    Granted granted;
    try (World world = world(store)) {
      granted = world.grant(Permission.ADMIN);
    }
    events.append(
        new EventDraft(
            "a", "", "owner:alice", "", 0, new Payload.CapabilityRevoked(accessor(granted), 1)));
    events.freeze(true);
    World world = new World(events, clock, store, Map.of());
    try (world) {
      world.log.begin();
      World.await("the store is read", () -> world.log.table().size() == 1);
      opensNothing(world, Caller.token(accessor(granted)));
    }
    events.freeze(false);
  }

  private static void opensNothing(World world, Caller session) {
    assertFalse(world.rights.allows(session, Permission.READ, "a", World.ORDERS));
    assertThrows(
        AccessDeniedException.class,
        () -> world.rights.require(session, Permission.READ, "a", World.ORDERS));
    assertThrows(AccessDeniedException.class, () -> world.rights.scope(session));
    assertThrows(AccessDeniedException.class, () -> world.rights.reach(session));
  }

  @Test
  public void tok08_expiredTokensAreCleanedUpInTheBackground() {
    World world = new World(events, clock, store, Map.of("cleanupIntervalMs", 100L)).begin();
    try (world) {
      world.grant(Permission.READ);
      clock.forward(Duration.ofMinutes(30));
      Granted young = world.grant(Permission.READ);
      clock.forward(Duration.ofMinutes(30));
      World.await("clean-up", () -> world.log.table().size() == 1 && store.all().size() == 1);
      assertEquals(List.of(young.capability()), capabilities(world));
    }
  }

  /** What is revoked is revoked, also where the events come to the table too late. */
  @Test
  public void aDurableRevocationHoldsAlsoWhereTheFollowerHangs() throws Exception {
    Duration patience = Duration.ofSeconds(2);
    try (World world = new World(events, clock, store, Map.of(), patience).begin()) {
      Granted granted = world.grant(Permission.READ);
      World.await("the grant is applied", () -> world.log.applied() == events.lastId());
      events.freeze(true);
      Thread revoking =
          new Thread(() -> world.grants.revoke(accessor(granted), "now", World.OWNER));
      revoking.start();
      revoking.join(Duration.ofSeconds(60).toMillis());
      assertEquals(TokenStatus.State.REVOKED, state(world, granted));
      events.freeze(false);
      World.await("the store hears of it", () -> store.all().get(0).revokedBy() != 0);
    }
  }

  /** Else the token would live on by the renewal though its revocation has returned. */
  @Test
  public void aRevocationHoldsAlsoWhereARenewalIsUnderWayAsTheTokenExpires() throws Exception {
    try (World world = world(store)) {
      Granted granted = world.grant(Permission.READ);
      events.freeze(true);
      Thread renewing =
          new Thread(
              () ->
                  world.grants.renew(accessor(granted), World.HOUR.plusHours(1), "", World.OWNER));
      renewing.start();
      World.await(
          "renewed in the log", () -> !events.payloads(Payload.CapabilityRenewed.class).isEmpty());
      clock.forward(World.HOUR);
      Thread revoking = new Thread(() -> world.grants.revoke(accessor(granted), "", World.OWNER));
      revoking.start();
      World.await(
          "revoked in the log", () -> !events.payloads(Payload.CapabilityRevoked.class).isEmpty());
      events.freeze(false);
      revoking.join(Duration.ofSeconds(60).toMillis());
      renewing.join(Duration.ofSeconds(60).toMillis());
      World.await("all is applied", () -> world.log.applied() == events.lastId());
      assertEquals(TokenStatus.State.REVOKED, state(world, granted));
    }
  }

  @Test
  public void eventsThatMakeNoSenseAreFindings() {
    events.append(
        new EventDraft("a", "", "owner:x", "", 0, new Payload.CapabilityVerified("a b", -1, -1)));
    events.append(new EventDraft("a", "", "owner:x", "", 0, new Payload.LimitsChanged(-1, 0)));
    try (World world = world(store)) {
      assertEquals(1, world.log.senseless().size());
      String detail = world.log.senseless().get(0).detail();
      assertTrue(detail, detail.contains("limits_changed"));
      assertEquals("2", world.log.senseless().get(0).about());
    }
  }

  private World world(TokenStore with) {
    return new World(events, clock, with, Map.of()).begin();
  }

  private static TokenStatus.State state(World world, Granted granted) {
    return world.grants.info(accessor(granted), World.OWNER).state();
  }

  private static List<Object> capabilities(World world) {
    return world.log.table().all().stream().<Object>map(LiveToken::capability).toList();
  }

  private static String accessor(Granted granted) {
    return granted.capability().accessor();
  }

  /** Says it is at an event and has nothing of it; throws where that is below 0. */
  private record BrokenStore(long at) implements TokenStore {
    @Override
    public Restored restoreAll(Instant now, Consumer<StoredToken> each) {
      if (at < 0) {
        throw new IllegalStateException("the store is broken");
      }
      return new Restored(at, 0, 0, 0, "");
    }

    @Override
    public void store(StoredToken token) {
      throw new IllegalStateException("the store is broken");
    }

    @Override
    public void revoke(Digest token, long grantId, long eventId) {
      throw new IllegalStateException("the store is broken");
    }

    @Override
    public void upTo(long eventId) {}

    @Override
    public int cleanupExpired(Instant now) {
      throw new IllegalStateException("the store is broken");
    }

    @Override
    public List<Digest> ofTenant(String tenant) {
      return List.of();
    }

    @Override
    public Promise<Void> flush() {
      return Promises.resolved(null);
    }
  }
}
