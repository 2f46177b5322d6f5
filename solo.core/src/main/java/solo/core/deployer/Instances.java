package solo.core.deployer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import solo.core.tenant.ServiceKey;

/**
 * What is installed, by service: at most one each, and the stragglers that are on their way out.
 */
final class Instances {

  /** Why a service that should run has no instance. */
  record Fault(String reason, Instant since) {}

  private final Map<ServiceKey, Instance> current = new ConcurrentHashMap<>();
  private final Map<ServiceKey, Fault> faults = new ConcurrentHashMap<>();
  private final Map<Long, Instance> installed = new ConcurrentHashMap<>();
  private final Collection<Instance> stragglers = ConcurrentHashMap.newKeySet();

  Optional<Instance> current(ServiceKey key) {
    return Optional.ofNullable(current.get(key));
  }

  Collection<Instance> all() {
    return List.copyOf(current.values());
  }

  /** Its bundle is in the framework, whether it is the service yet or not. */
  void installed(Instance instance) {
    installed.put(instance.bundle().getBundleId(), instance);
  }

  void uninstalled(Instance instance) {
    installed.remove(instance.bundle().getBundleId());
  }

  /** The instance that a bundle belongs to, empty for the container's own. */
  Optional<Instance> of(Bundle bundle) {
    return of(bundle.getBundleId());
  }

  Optional<Instance> of(long bundleId) {
    return Optional.ofNullable(installed.get(bundleId));
  }

  /** From now on this one is the service. */
  void put(Instance instance) {
    faults.remove(instance.key());
    current.put(instance.key(), instance);
  }

  /** Removes it if it is the service. */
  void remove(Instance instance) {
    current.remove(instance.key(), instance);
  }

  /** The services of a tenant that are installed and lack something. */
  List<ServiceKey> unresolved(String tenant) {
    return current.values().stream()
        .filter(i -> i.condition().phase() == Instance.Phase.FAILED)
        .filter(i -> i.bundle().getState() == Bundle.INSTALLED)
        .map(Instance::key)
        .filter(key -> key.tenant().equals(tenant))
        .sorted()
        .toList();
  }

  Optional<Fault> fault(ServiceKey key) {
    return Optional.ofNullable(faults.get(key));
  }

  void fault(ServiceKey key, String reason) {
    faults.put(key, new Fault(reason, Instant.now()));
  }

  void clearFault(ServiceKey key) {
    faults.remove(key);
  }

  /** False where it is known as one already. */
  boolean straggles(Instance instance) {
    return stragglers.add(instance);
  }

  void caughtUp(Instance instance) {
    stragglers.remove(instance);
  }

  Optional<Instance> straggler(ServiceKey key) {
    return stragglers.stream().filter(i -> i.key().equals(key)).findAny();
  }

  Collection<Instance> stragglers() {
    return List.copyOf(stragglers);
  }

  boolean isStraggler(Instance instance) {
    return stragglers.contains(instance);
  }
}
