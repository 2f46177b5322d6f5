package solo.core.deployer;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import solo.core.deploy.Inventory;
import solo.core.deployer.ServiceQueues.Hold;
import solo.core.tenant.ServiceKey;

/** What the framework holds, put together with what the deployer knows of it. */
final class FrameworkInventory implements Inventory {
  private static final Duration REMOVE_WITHIN = Duration.ofSeconds(10);

  private final BundleContext framework;
  private final OwnBundles own;
  private final BundleLinks links;
  private final Instances instances;
  private final Removal removal;
  private final BooleanSupplier stopping;

  /** The parts of a removal. */
  record Removal(
      ServiceQueues queues, Retirement retirement, Eviction eviction, Rewiring rewiring) {}

  FrameworkInventory(
      BundleContext context,
      BundleLinks links,
      Instances instances,
      Removal removal,
      BooleanSupplier stopping) {
    // No hook hides a bundle from the framework's own context.
    framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext();
    own = new OwnBundles(context);
    this.links = links;
    this.instances = instances;
    this.removal = removal;
    this.stopping = stopping;
  }

  @Override
  public List<LiveBundle> bundles() {
    return Stream.of(framework.getBundles())
        .filter(bundle -> !own.test(bundle))
        .flatMap(bundle -> live(bundle).stream())
        .sorted(Comparator.comparingLong(LiveBundle::bundleId))
        .toList();
  }

  @Override
  public Optional<Owner> owner(long bundleId) {
    return instances
        .of(bundleId)
        .filter(instance -> !instance.isChanged())
        .map(instance -> new Owner(instance.key(), instance.spec().secretNames()));
  }

  /** Empty where it was uninstalled in between. */
  private Optional<LiveBundle> live(Bundle bundle) {
    Optional<Instance> instance = instances.of(bundle);
    Optional<ServiceKey> key =
        instance.map(Instance::key).or(() -> links.keyOf(bundle.getLocation()));
    try {
      List<String> services = services(bundle);
      return state(bundle)
          .map(
              state ->
                  new LiveBundle(
                      bundle.getBundleId(),
                      key,
                      instance.filter(this::isCurrent).isPresent(),
                      instance.map(Instance::eventId).orElse(0L),
                      instance.map(i -> i.spec().digest()).orElse(""),
                      instance.filter(Instance::isChanged).isPresent(),
                      state,
                      Objects.toString(bundle.getSymbolicName(), ""),
                      bundle.getVersion().toString(),
                      bundle.getLocation(),
                      services,
                      instance.map(Instance::detail).orElse("")));
    } catch (IllegalStateException uninstalled) {
      return Optional.empty();
    }
  }

  private boolean isCurrent(Instance instance) {
    return instances.current(instance.key()).filter(instance::equals).isPresent();
  }

  private static List<String> services(Bundle bundle) {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    return registered == null
        ? List.of()
        : Stream.of(registered)
            .flatMap(service -> Stream.of((String[]) service.getProperty(Constants.OBJECTCLASS)))
            .distinct()
            .sorted()
            .toList();
  }

  private static Optional<String> state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> Optional.of("INSTALLED");
      case Bundle.RESOLVED -> Optional.of("RESOLVED");
      case Bundle.STARTING -> Optional.of("STARTING");
      case Bundle.ACTIVE -> Optional.of("ACTIVE");
      case Bundle.STOPPING -> Optional.of("STOPPING");
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Quiet> quiet(ServiceKey key, Duration limit) {
    return removal.queues().hold(key, limit).map(hold -> hold::close);
  }

  @Override
  public boolean remove(LiveBundle seen) {
    Optional<Hold> hold = seen.key().flatMap(k -> removal.queues().hold(k, REMOVE_WITHIN));
    if (seen.key().isPresent() && hold.isEmpty()) {
      return false;
    }
    boolean gone;
    try {
      gone = removeHeld(seen);
    } finally {
      hold.ifPresent(Hold::close);
    }
    if (gone) {
      removal.rewiring().rewire(links.tenantOf(seen.location()));
    }
    return gone;
  }

  private boolean removeHeld(LiveBundle seen) {
    Bundle bundle = framework.getBundle(seen.bundleId());
    Optional<LiveBundle> now = bundle == null ? Optional.empty() : live(bundle);
    if (now.isEmpty()) {
      return true;
    }
    if (stopping.getAsBoolean() || own.test(bundle) || !isSame(seen, now.get())) {
      return false;
    }
    Optional<Instance> instance = instances.of(bundle);
    boolean ended =
        instance.isPresent()
            ? removal.retirement().retire(instance.get())
            : removal.eviction().evict(bundle);
    return ended && bundle.getState() == Bundle.UNINSTALLED;
  }

  /** Its state and what it registers may change by themselves. */
  private static boolean isSame(LiveBundle seen, LiveBundle now) {
    return seen.location().equals(now.location())
        && seen.key().equals(now.key())
        && seen.current() == now.current()
        && seen.eventId() == now.eventId()
        && seen.digest().equals(now.digest())
        && seen.changed() == now.changed();
  }
}
