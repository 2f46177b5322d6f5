package solo.core.deployer;

import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StateProjection;
import solo.core.tenant.ServiceKey;

/**
 * What a change of one service means for the others of its tenant. Not to be called from within an
 * operation.
 */
final class Aftermath {
  private final Rewiring rewiring;
  private final ServiceQueues queues;
  private final Recovery recovery;
  private final Instances instances;
  private final StateProjection projection;
  private final BooleanSupplier stopping;
  private final Logger logger;

  Aftermath(
      Rewiring rewiring,
      ServiceQueues queues,
      Recovery recovery,
      Instances instances,
      StateProjection projection,
      BooleanSupplier stopping,
      Logger logger) {
    this.rewiring = rewiring;
    this.queues = queues;
    this.recovery = recovery;
    this.instances = instances;
    this.projection = projection;
    this.stopping = stopping;
    this.logger = logger;
  }

  /** Takes the others off what is gone, and lets those that lacked something try again. */
  void of(String tenant) {
    try {
      rewiring.rewire(tenant);
      retryUnresolved(tenant);
    } catch (RuntimeException e) {
      logger.error("services of tenant {} may be wired to old code", tenant, e);
    }
  }

  /** What changed may be just what they lacked. */
  private void retryUnresolved(String tenant) {
    for (ServiceKey key : instances.unresolved(tenant)) {
      queues.submit(
          key,
          () -> {
            retry(key);
            return () -> {};
          });
    }
  }

  private void retry(ServiceKey key) {
    ServiceRecord record = projection.current().service(key);
    boolean down = instances.current(key).filter(Instance::isActive).isEmpty();
    if (!stopping.getAsBoolean() && down && record.standing() == Standing.DEPLOYED) {
      recovery.bringBack(key, record.spec().orElseThrow(), record.specId());
    }
  }
}
