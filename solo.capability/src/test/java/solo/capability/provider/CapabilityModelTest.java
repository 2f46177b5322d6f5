package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import solo.capability.store.TokenStore;
import solo.capability.token.LiveToken;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;

/** Random sequences of everything that can be done with tokens, against {@link ModelToken}. */
public class CapabilityModelTest {
  private static final long SEED = Long.getLong("solo.seed", System.nanoTime());
  private static final int SEQUENCES = 5;
  private static final int STEPS = 120;
  private static final List<String> TENANTS = List.of("a", "b", "*");
  private static final List<String> RESOURCES =
      List.of("*", "service:*", "service:x", "service:y", "api:p");

  private final List<ModelToken> model = new ArrayList<>();
  private final MemoryLog events = new MemoryLog();
  private final ManualClock clock = new ManualClock();
  private MemoryStore store = new MemoryStore();
  private World world;
  private Random random;
  private int accepted;

  @Test
  public void cap30_tok06_noSequenceForgesOrWidensAndTheTableIsTheLog() {
    for (int i = 0; i < SEQUENCES; i++) {
      long seed = SEED + i;
      try {
        new CapabilityModelTest().sequence(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dsolo.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void sequence(long seed) {
    random = new Random(seed);
    world = world(store);
    for (int step = 0; step < STEPS; step++) {
      step();
      check();
    }
    assertTrue("nothing was ever granted", accepted > 0);
    restart(true);
    world.close();
  }

  private World world(TokenStore with) {
    return new World(events, clock, with, Map.of()).begin();
  }

  private void step() {
    int kind = random.nextInt(100);
    if (kind < 20 || model.isEmpty()) {
      grant();
    } else if (kind < 55) {
      delegate(any());
    } else if (kind < 65) {
      renew(any());
    } else if (kind < 78) {
      revoke(any());
    } else if (kind < 82) {
      revokeAll();
    } else if (kind < 95) {
      clock.forward(Duration.ofMinutes(random.nextInt(25)));
    } else {
      restart(random.nextBoolean());
    }
  }

  private ModelToken any() {
    return model.get(random.nextInt(model.size()));
  }

  private void grant() {
    add(world.grants.grant(wish(), World.OWNER), null);
  }

  private void add(Granted granted, ModelToken parent) {
    accepted++;
    model.add(new ModelToken(granted, parent));
  }

  /** By its holder, as a delegation or as a grant; of the same rights it is never refused. */
  private void delegate(ModelToken parent) {
    boolean same = random.nextBoolean();
    GrantRequest wish = same ? sameAs(parent) : wish();
    Caller holder = Caller.token(parent.accessor);
    boolean byGrant = !same && random.nextBoolean();
    try {
      Granted granted =
          byGrant
              ? world.grants.grant(wish, holder)
              : world.grants.delegate(parent.accessor, wish, holder);
      ModelToken child = new ModelToken(granted, parent);
      assertTrue("delegated from a dead token", parent.alive(clock.now()));
      assertTrue(child.rights + " of " + parent.rights, parent.rights.containsAll(child.rights));
      assertFalse("outlives its parent", child.expires.isAfter(parent.ends()));
      assertTrue("deep", child.depth() <= 4);
      add(granted, parent);
    } catch (CapabilityException | AccessDeniedException e) {
      boolean may = parent.alive(clock.now()) && parent.depth() < 4;
      assertFalse("refused: " + e.getMessage(), same && may);
    }
  }

  private GrantRequest sameAs(ModelToken parent) {
    solo.core.capability.Capability c =
        world
            .log
            .table()
            .find(parent.accessor)
            .map(LiveToken::capability)
            .orElseGet(() -> world.grant(Permission.READ).capability());
    Duration left = Duration.between(clock.now(), parent.ends());
    return new GrantRequest(
        c.tenant(),
        c.resource(),
        c.permissions(),
        c.operations(),
        left.compareTo(Duration.ZERO) > 0 ? left : Duration.ofMinutes(1),
        Duration.ZERO,
        RateLimit.NONE,
        "");
  }

  private GrantRequest wish() {
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      permissions.add(Permission.values()[random.nextInt(Permission.values().length)]);
    }
    Set<String> operations =
        permissions.contains(Permission.USE)
            ? Set.of(List.of("get", "put", "*").get(random.nextInt(3)))
            : Set.of();
    return new GrantRequest(
        TENANTS.get(random.nextInt(TENANTS.size())),
        new Resource(RESOURCES.get(random.nextInt(RESOURCES.size()))),
        permissions,
        new TreeSet<>(operations),
        Duration.ofMinutes(5 + random.nextInt(120)),
        Duration.ZERO,
        RateLimit.NONE,
        "");
  }

  private void renew(ModelToken token) {
    boolean byHolder = random.nextInt(3) == 0;
    Caller caller = byHolder ? Caller.token(any().accessor) : World.OWNER;
    Duration life = Duration.ofMinutes(1 + random.nextInt(200));
    boolean alive = token.alive(clock.now());
    try {
      Instant expires = world.grants.renew(token.accessor, life, "", caller).expires();
      assertTrue("a dead token was renewed", alive);
      boolean within = token.parent == null || !expires.isAfter(token.parent.ends());
      assertTrue("renewed beyond its parent", within);
      token.expires = expires;
    } catch (CapabilityException | AccessDeniedException e) {
      assertFalse(e.getMessage(), alive && !byHolder);
    }
  }

  private void revoke(ModelToken token) {
    boolean alive = token.alive(clock.now());
    try {
      assertEquals(alive, world.grants.revoke(token.accessor, "", World.OWNER));
      token.revoked |= alive;
    } catch (CapabilityException e) {
      assertFalse("cleaned up while alive", alive);
    }
  }

  private void revokeAll() {
    String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
    List<ModelToken> ended =
        model.stream().filter(token -> tenantOf(token).equals(tenant)).toList();
    world.grants.revokeAll(tenant, "", World.OWNER);
    ended.forEach(token -> token.revoked = true);
  }

  private String tenantOf(ModelToken token) {
    return world.log.table().find(token.accessor).map(LiveToken::tenant).orElse("gone");
  }

  /** The table is the fold of the log, whether the store helps or not. */
  private void restart(boolean keepStore) {
    World.await("uses told", world.log.flush()::isDone);
    List<TokenStatus> before = inForce();
    world.close();
    store = keepStore ? store : new MemoryStore();
    world = world(store);
    List<TokenStatus> after = inForce();
    Set<TokenStatus> changed = new HashSet<>(before);
    changed.removeAll(after);
    assertEquals("changed by a restart", Set.of(), changed);
    assertEquals(before.size(), after.size());
  }

  /** Those that a restart brings back. */
  private List<TokenStatus> inForce() {
    long now = clock.now().toEpochMilli();
    return world.log.table().all().stream()
        .filter(token -> token.expiresWithParentsMs() > now)
        .map(token -> token.status(now))
        .toList();
  }

  private void check() {
    for (ModelToken token : model) {
      Set<String> rights = token.alive(clock.now()) ? token.rights : Set.of();
      assertEquals(token.accessor, rights, allowed(token));
    }
    forged();
    index();
  }

  private Set<String> allowed(ModelToken token) {
    Set<String> allowed = new TreeSet<>();
    Caller caller = Caller.token(token.accessor);
    for (String tenant : List.of("a", "b")) {
      for (String resource : List.of("service:x", "service:y", "api:p")) {
        for (Permission permission : Permission.values()) {
          if (world.rights.allows(caller, permission, tenant, new Resource(resource))) {
            allowed.add(tenant + " " + resource + " " + permission.word());
          }
        }
      }
    }
    return allowed;
  }

  /** Each token's text with one character of another, and with the other kind. */
  private void forged() {
    String text = model.isEmpty() ? "x" : any().text;
    int at = random.nextInt(text.length());
    String mistyped = text.substring(0, at) + "~" + text.substring(at + 1);
    String other = text.replace("solo_sub_", "solo_cap_#").replace("solo_cap_", "solo_sub_");
    for (String forged : List.of(mistyped, other, text + text)) {
      try {
        world.rights.verify(forged, "a", new Resource("service:x"), Permission.READ);
        throw new AssertionError("passed: " + forged);
      } catch (AccessDeniedException expected) {
        continue;
      }
    }
  }

  /** TOK-6: the tenants' index has the tokens, all of them, each once and in its place. */
  private void index() {
    List<String> indexed = new ArrayList<>();
    for (String tenant : TENANTS) {
      for (LiveToken token : world.log.table().ofTenant(tenant)) {
        assertEquals(tenant, token.tenant());
        indexed.add(token.accessor());
      }
    }
    List<String> all = world.log.table().all().stream().map(LiveToken::accessor).sorted().toList();
    assertEquals(all, indexed.stream().sorted().toList());
    assertEquals(world.log.table().size(), all.size());
  }
}
