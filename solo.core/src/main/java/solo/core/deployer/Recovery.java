package solo.core.deployer;

import java.io.IOException;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceSpec;
import solo.core.deployer.Instance.Phase;
import solo.core.tenant.ServiceKey;

/** Brings a service back as the log has it, without an event. For the operation on its key. */
final class Recovery {
  private final Artifacts artifacts;
  private final BundleHost host;
  private final Starter starter;
  private final Retirement retirement;
  private final Instances instances;
  private final Logger logger;

  Recovery(
      Artifacts artifacts,
      BundleHost host,
      Starter starter,
      Retirement retirement,
      Instances instances,
      Logger logger) {
    this.artifacts = artifacts;
    this.host = host;
    this.starter = starter;
    this.retirement = retirement;
    this.instances = instances;
    this.logger = logger;
  }

  /** Why a service is not back, in words; remembered where nothing is installed that says it. */
  String why(ServiceKey key, Throwable failure) {
    String why = failure.getMessage();
    if (!(failure instanceof DeployException)) {
      logger.error("{} is not brought back", key, failure);
      why = "it cannot be brought back: " + OneLine.of(failure);
    }
    if (instances.current(key).isEmpty()) {
      instances.fault(key, why);
    }
    return why;
  }

  void batchUnresolved(Throwable failure) {
    logger.warn("the services are resolved one by one, since all at once failed", failure);
  }

  /** Compares the artifact with the spec. */
  void verify(ServiceSpec spec) throws DeployException {
    try {
      artifacts.verify(spec.digest());
    } catch (IOException e) {
      throw new DeployException(Cause.ARTIFACT_DAMAGED, OneLine.of(e.getMessage()), 0);
    }
  }

  /** The instance that is there, or a new one of a verified artifact; neither started. */
  Instance installed(ServiceKey key, ServiceSpec spec, long eventId) throws DeployException {
    Instance there = instances.current(key).orElse(null);
    if (there != null) {
      boolean usable = there.bundle().getState() != Bundle.UNINSTALLED && !there.isChanged();
      if (usable && there.eventId() == eventId) {
        return there;
      }
      retirement.retire(there);
    }
    Instance instance = host.install(key, spec, eventId);
    instances.put(instance);
    return instance;
  }

  /**
   * Resolves and starts an installed instance. Where that fails it stays installed, so that what
   * only needs its packages runs on, unless its start hangs: then it is on its way out.
   */
  void run(Instance instance) throws DeployException {
    try {
      if (instance.bundle().getState() == Bundle.INSTALLED) {
        host.resolve(instance);
      }
      starter.start(instance);
      logger.info("{} runs again by event {}", instance, instance.eventId());
    } catch (DeployException e) {
      failed(instance, e);
      throw e;
    }
  }

  private void failed(Instance instance, DeployException why) {
    instance.become(Phase.FAILED, why.getMessage());
    logger.warn("{} should run and does not: {}", instance, why.getMessage());
    if (why.why() == Cause.START_TIMED_OUT) {
      retirement.retire(instance);
      instances.fault(instance.key(), why.getMessage());
    }
  }

  /** All of it for one service; afterwards it runs, or its fault says why not. */
  void bringBack(ServiceKey key, ServiceSpec spec, long eventId) {
    try {
      verify(spec);
      run(installed(key, spec, eventId));
    } catch (DeployException | RuntimeException e) {
      why(key, e);
    }
  }

  /** Starts the instance that an update was to replace; where it cannot be, a new one like it. */
  void putBack(Instance old) {
    if (instances.isStraggler(old) || old.bundle().getState() == Bundle.UNINSTALLED) {
      bringBack(old.key(), old.spec(), old.eventId());
      return;
    }
    instances.put(old);
    if (!old.isActive()) {
      try {
        run(old);
      } catch (DeployException e) {
        logger.error("{} ran before a failed update and does not now", old);
      }
    }
  }
}
