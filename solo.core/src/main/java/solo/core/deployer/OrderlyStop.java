package solo.core.deployer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import solo.core.tenant.ServiceKey;

/** The end of all services, youngest start first. Writes no event: they are to run again. */
final class OrderlyStop {
  private final ServiceQueues queues;
  private final Starter starter;
  private final DeployEvents events;
  private final Instances instances;
  private final Logger logger;

  OrderlyStop(
      ServiceQueues queues,
      Starter starter,
      DeployEvents events,
      Instances instances,
      Logger logger) {
    this.queues = queues;
    this.starter = starter;
    this.events = events;
    this.instances = instances;
    this.logger = logger;
  }

  /** Returns those that did not stop in time; within the budget whatever they do. */
  List<ServiceKey> run(Duration budget) {
    // What is brought back meanwhile must not start behind the stop of it.
    starter.close();
    long deadline = System.nanoTime() + budget.toNanos() - starter.grace().toNanos();
    List<Instance> running = youngestFirst();
    Set<ServiceKey> stragglers = new LinkedHashSet<>();
    for (Instance instance : running) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      long timeoutMs = Math.min(instance.spec().stopTimeoutMs(), leftMs);
      if (!stop(instance, timeoutMs)) {
        stragglers.add(instance.key());
      }
    }
    // The framework would wait for what was killed earlier and hangs as well.
    instances.stragglers().forEach(instance -> stragglers.add(instance.key()));
    return List.copyOf(stragglers);
  }

  /** Where recovery is still starting some, their numbers change while they are sorted. */
  private List<Instance> youngestFirst() {
    Map<Instance, Long> numbers = new HashMap<>();
    instances.all().forEach(instance -> numbers.put(instance, instance.startNumber()));
    List<Instance> running = new ArrayList<>(numbers.keySet());
    running.removeIf(instance -> instance.bundle().getState() == Bundle.UNINSTALLED);
    running.sort(Comparator.comparing(numbers::get).reversed());
    return running;
  }

  /** Waits for the operations under way; those that still are write and acknowledge no more. */
  List<ServiceKey> drain(Duration limit) {
    starter.stopping();
    queues.open();
    boolean idle = queues.awaitIdle(limit);
    events.close();
    if (idle) {
      return List.of();
    }
    List<ServiceKey> busy = queues.busy();
    logger.warn("the stop goes on though a deploy or kill is still under way: {}", busy);
    return busy;
  }

  /** One that is still starting answers a stop with an exception and goes on. */
  private static boolean runs(Bundle bundle) {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) != 0;
  }

  private boolean stop(Instance instance, long timeoutMs) {
    boolean held = instance.pending() != null && instance.bundle().getState() != Bundle.ACTIVE;
    if (timeoutMs > 0 && !held && starter.stop(instance, timeoutMs) && !runs(instance.bundle())) {
      return true;
    }
    logger.warn("{} did not stop in time", instance);
    return false;
  }
}
