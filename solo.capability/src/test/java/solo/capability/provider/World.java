package solo.capability.provider;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;
import solo.capability.store.TokenStore;
import solo.core.capability.Caller;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/** The tokens' parts on a log in memory, wired as the container does. */
final class World implements AutoCloseable {
  static final Caller OWNER = Caller.owner("alice");
  static final Duration HOUR = Duration.ofHours(1);
  static final Resource ORDERS = Resource.service("orders");
  private static final long PATIENCE_S = 20;

  /** So long that an event is in force when its call returns, however slow the machine is. */
  private static final Duration APPLIED_WITHIN = Duration.ofSeconds(60);

  final MemoryLog events;
  final ManualClock clock;
  final TokenStore store;
  final TokenLog log;
  final TableAuthorization rights;
  final LoggedGrants grants;
  final LoggedLimits limits;
  final CountDownLatch restored = new CountDownLatch(1);
  final CountDownLatch takenBack = new CountDownLatch(1);

  World() {
    this(new MemoryLog(), new ManualClock(), new MemoryStore(), Map.of());
  }

  World(MemoryLog events, ManualClock clock, TokenStore store, Map<String, Object> config) {
    this(events, clock, store, config, APPLIED_WITHIN);
  }

  /** Whose follower is waited for so long and no longer, for tests that have it hang. */
  World(
      MemoryLog events,
      ManualClock clock,
      TokenStore store,
      Map<String, Object> config,
      Duration patience) {
    this.events = events;
    this.clock = clock;
    this.store = store;
    log =
        new TokenLog(
            config(config),
            new TokenLog.Parts(events, store, clock, silent(), patience),
            () -> {
              restored.countDown();
              return takenBack::countDown;
            });
    rights =
        new TableAuthorization(
            log, () -> TimeUnit.MILLISECONDS.toNanos(clock.now().toEpochMilli()));
    grants = new LoggedGrants(log, rights);
    limits = new LoggedLimits(log, rights);
  }

  /** Begins and waits until the tokens are there. */
  World begin() {
    log.begin();
    await("tokens restored", () -> restored.getCount() == 0);
    return this;
  }

  /** The same log, clock and store after a restart. */
  World restart() {
    close();
    return new World(events, clock, store, Map.of()).begin();
  }

  @Override
  public void close() {
    log.close();
  }

  Granted grant(Permission... permissions) {
    return grants.grant(wish("a", Resource.ALL, permissions), OWNER);
  }

  static GrantRequest wish(String tenant, Resource resource, Permission... permissions) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(Set.of(permissions));
    TreeSet<String> operations = new TreeSet<>();
    if (all.contains(Permission.USE)) {
      operations.add("*");
    }
    return new GrantRequest(
        tenant, resource, all, operations, HOUR, Duration.ZERO, RateLimit.NONE, "a note");
  }

  static void await(String what, BooleanSupplier there) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in time: " + what);
      }
      Thread.onSpinWait();
    }
  }

  static CapabilityConfig config(Map<String, Object> values) {
    Map<String, Object> given = new HashMap<>(values);
    return (CapabilityConfig)
        Proxy.newProxyInstance(
            World.class.getClassLoader(),
            new Class<?>[] {CapabilityConfig.class},
            (proxy, method, arguments) ->
                method.getReturnType() == Class.class && method.getName().equals("annotationType")
                    ? Annotation.class
                    : given.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  static Logger silent() {
    return (Logger)
        Proxy.newProxyInstance(
            World.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
  }
}
