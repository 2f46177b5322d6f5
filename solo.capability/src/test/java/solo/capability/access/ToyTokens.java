package solo.capability.access;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityService;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenCheck;
import solo.core.capability.TokenStatus;

/** Tokens whose text is their accessor, and that end when a test says so. */
final class ToyTokens implements TokenCheck, Authorization {
  private final Map<String, Capability> live = new ConcurrentHashMap<>();
  final AtomicInteger denied = new AtomicInteger();

  /** A token for operations of a type, in a tenant. */
  String grant(String accessor, String tenant, Class<?> type, String... operations) {
    Capability capability =
        new Capability(
            accessor,
            "",
            0,
            tenant,
            Resource.api(type.getName()),
            Set.of(Permission.USE),
            new TreeSet<>(Set.of(operations)),
            Instant.EPOCH,
            Instant.MAX.minus(Duration.ofDays(1)),
            Instant.MAX,
            RateLimit.NONE,
            "");
    live.put(accessor, capability);
    return accessor;
  }

  void end(String accessor) {
    live.remove(accessor);
  }

  @Override
  public Capability verify(String token, String tenant, Resource resource, Permission permission) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Caller login(String token) {
    if (!live.containsKey(token)) {
      throw AccessDeniedException.token();
    }
    return Caller.token(token);
  }

  @Override
  public void require(Caller caller, Permission permission, String tenant, Resource resource) {
    if (!allows(caller, permission, tenant, resource)) {
      denied.incrementAndGet();
      throw AccessDeniedException.token();
    }
  }

  @Override
  public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
    return Optional.ofNullable(live.get(caller.name()))
        .filter(c -> c.reaches(tenant) && c.permits(permission) && c.resource().covers(resource))
        .isPresent();
  }

  @Override
  public String scope(Caller caller) {
    return live.get(caller.name()).tenant();
  }

  /** What tells of them. */
  CapabilityService capabilities() {
    return (CapabilityService)
        Proxy.newProxyInstance(
            CapabilityService.class.getClassLoader(),
            new Class<?>[] {CapabilityService.class},
            (self, method, arguments) -> status(live.get(arguments[0])));
  }

  private static TokenStatus status(Capability capability) {
    return new TokenStatus(
        capability, TokenStatus.State.VALID, Optional.empty(), 0, "owner:ann", 1, 0);
  }
}
