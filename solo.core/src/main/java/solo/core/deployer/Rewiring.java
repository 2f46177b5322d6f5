package solo.core.deployer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import solo.core.deploy.DeployException;
import solo.core.deployer.ServiceQueues.Hold;
import solo.core.tenant.ServiceKey;

/**
 * Takes services off the code of uninstalled bundles and onto what is there now. The framework's
 * own refresh stops and starts dependants while it holds its global lock, so that one that hangs
 * holds everybody up: they are stopped before and started after it, each under its time-out and
 * with its queue held. Services are wired within their tenant only, and so one tenant waits for
 * none but itself. Not to be called from within an operation.
 */
final class Rewiring {
  private static final int ROUNDS = 5;

  private final ServiceQueues queues;
  private final BundleHost host;
  private final Retirement retirement;
  private final Recovery recovery;
  private final Instances instances;
  private final Logger logger;
  private final Map<String, Object> tenants = new ConcurrentHashMap<>();

  Rewiring(
      ServiceQueues queues,
      BundleHost host,
      Retirement retirement,
      Recovery recovery,
      Instances instances,
      Logger logger) {
    this.queues = queues;
    this.host = host;
    this.retirement = retirement;
    this.recovery = recovery;
    this.instances = instances;
    this.logger = logger;
  }

  /**
   * Returns when nothing of the tenant is wired to an uninstalled bundle, or it cannot be helped.
   */
  void rewire(String tenant) {
    synchronized (tenants.computeIfAbsent(tenant, t -> new Object())) {
      for (int round = 0; round < ROUNDS; round++) {
        Set<Bundle> gone = host.lingering(tenant);
        if (gone.isEmpty() || rewire(gone)) {
          return;
        }
      }
      logger.warn("services of tenant {} are still wired to uninstalled bundles", tenant);
    }
  }

  /** False when other services became dependants in between. */
  private boolean rewire(Set<Bundle> gone) {
    Set<ServiceKey> keys = keys(dependants(gone));
    List<Hold> holds = keys.stream().sorted().map(queues::hold).toList();
    try {
      List<Instance> dependants = dependants(gone);
      if (!keys.containsAll(keys(dependants))) {
        return false;
      }
      restart(dependants, gone);
      return true;
    } finally {
      holds.forEach(Hold::close);
    }
  }

  private void restart(List<Instance> dependants, Set<Bundle> gone) {
    List<Instance> stopped = new ArrayList<>();
    List<Instance> stuck = new ArrayList<>();
    for (int i = dependants.size() - 1; i >= 0; i--) {
      Instance dependant = dependants.get(i);
      (retirement.stop(dependant) ? stopped : stuck).add(0, dependant);
    }
    Set<Bundle> targets = new HashSet<>(gone);
    stopped.forEach(instance -> targets.add(instance.bundle()));
    targets.removeIf(bundle -> host.closure(Set.of(bundle)).stream().anyMatch(this::isNotOurs));
    if (!targets.isEmpty()) {
      host.refresh(targets);
    }
    for (Instance instance : stopped) {
      try {
        recovery.run(instance);
      } catch (DeployException e) {
        logger.warn("{} lost what it was wired to: {}", instance, e.getMessage());
      }
    }
    stuck.forEach(i -> recovery.bringBack(i.key(), i.spec(), i.eventId()));
  }

  /** Whether a refresh would stop and start it, without a time-out. */
  private boolean isNotOurs(Bundle bundle) {
    return bundle.getState() != Bundle.UNINSTALLED
        && instances.of(bundle).filter(i -> !instances.isStraggler(i)).isEmpty();
  }

  /** The services that are wired to these, in the order of their deploys. */
  private List<Instance> dependants(Set<Bundle> gone) {
    return host.closure(gone).stream()
        .filter(bundle -> !gone.contains(bundle))
        .flatMap(bundle -> instances.of(bundle).stream())
        .filter(instance -> !instances.isStraggler(instance))
        .sorted(Comparator.comparingLong(Instance::eventId))
        .toList();
  }

  private static Set<ServiceKey> keys(List<Instance> services) {
    return services.stream().map(Instance::key).collect(Collectors.toSet());
  }
}
