package solo.recovery.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import solo.core.deploy.Inventory;
import solo.core.deploy.Restoration;
import solo.core.deploy.ServiceSpec;
import solo.core.tenant.ServiceKey;

/** Bundles in a list, which tests put there and take away behind Solo's back. */
final class ToyFramework implements Inventory, Restoration {
  private final List<LiveBundle> bundles = new ArrayList<>();
  private final Map<ServiceKey, String> broken = new HashMap<>();
  private final Set<Long> stuck = new HashSet<>();
  private final Set<ServiceKey> held = new HashSet<>();

  /** Services of which a deploy is under way all the time. */
  final Set<ServiceKey> busy = new HashSet<>();

  /** Run when something is held, before it counts as quiet: what was under way ends. */
  Consumer<ServiceKey> beforeQuiet = key -> {};

  RuntimeException fault;
  int restored;
  private long nextId = 10;

  /** A service as the deployer would have it. */
  LiveBundle run(ServiceKey key, ServiceSpec spec, long eventId) {
    return add(bundle(nextId++, Optional.of(key), true, eventId, spec, "ACTIVE"));
  }

  LiveBundle add(LiveBundle bundle) {
    bundles.add(bundle);
    nextId = Math.max(nextId, bundle.bundleId() + 1);
    return bundle;
  }

  static LiveBundle bundle(
      long id,
      Optional<ServiceKey> key,
      boolean current,
      long eventId,
      ServiceSpec spec,
      String state) {
    return new LiveBundle(
        id,
        key,
        current,
        eventId,
        spec.digest(),
        false,
        state,
        spec.symbolicName(),
        spec.version(),
        "toy:" + id,
        List.of("acme.Web"),
        "");
  }

  void replace(LiveBundle old, LiveBundle with) {
    bundles.set(bundles.indexOf(old), with);
  }

  void lose(LiveBundle bundle) {
    bundles.remove(bundle);
  }

  /** Its start fails. */
  void breaks(ServiceKey key, String reason) {
    broken.put(key, reason);
  }

  /** Its stop hangs. */
  void sticks(LiveBundle bundle) {
    stuck.add(bundle.bundleId());
  }

  @Override
  public List<LiveBundle> bundles() {
    if (fault != null) {
      throw fault;
    }
    return List.copyOf(bundles);
  }

  @Override
  public Optional<Owner> owner(long bundleId) {
    return Optional.empty();
  }

  @Override
  public Optional<Quiet> quiet(ServiceKey key, Duration limit) {
    if (busy.contains(key) || limit.isZero() || limit.isNegative()) {
      return Optional.empty();
    }
    beforeQuiet.accept(key);
    held.add(key);
    return Optional.of(() -> held.remove(key));
  }

  @Override
  public boolean remove(LiveBundle seen) {
    requireFree(seen.key());
    return !stuck.contains(seen.bundleId()) && bundles.remove(seen);
  }

  @Override
  public List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Order order : orders) {
      requireFree(Optional.of(order.key()));
      restored++;
      outcomes.add(restore(order));
    }
    return outcomes;
  }

  private Outcome restore(Order order) {
    String why = broken.get(order.key());
    if (why != null) {
      return new Outcome(order, Result.FAILED, why, 1, 0);
    }
    bundles.removeIf(b -> b.current() && b.key().equals(Optional.of(order.key())));
    LiveBundle bundle = run(order.key(), order.spec(), order.eventId());
    return new Outcome(order, Result.RECOVERED, "", 1, bundle.bundleId());
  }

  /** What asks the deployer while it holds a service would wait for ever. */
  private void requireFree(Optional<ServiceKey> key) {
    if (key.filter(held::contains).isPresent()) {
      throw new AssertionError(key.get() + " is held by who asks");
    }
  }

  @Override
  public void release() {}

  @Override
  public List<ServiceKey> drain(Duration limit) {
    return List.of();
  }

  @Override
  public List<ServiceKey> stopAll(Duration budget) {
    return List.of();
  }
}
