package solo.core.deployer;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import solo.core.deployer.BundleLanes.Timed;
import solo.core.deployer.Instance.Phase;

/**
 * Takes bundles out of the framework: stop, uninstall. What hangs becomes a straggler; when it
 * comes back after all it is removed.
 */
final class Retirement {
  private final Starter starter;
  private final BundleLanes lanes;
  private final BundleHost host;
  private final Instances instances;
  private final Executor threads;
  private final Logger logger;
  private Consumer<String> afterwards = tenant -> {};

  Retirement(
      Starter starter,
      BundleLanes lanes,
      BundleHost host,
      Instances instances,
      Executor threads,
      Logger logger) {
    this.starter = starter;
    this.lanes = lanes;
    this.host = host;
    this.instances = instances;
    this.threads = threads;
    this.logger = logger;
  }

  /** Told the tenant whenever a straggler is gone. */
  void afterwards(Consumer<String> next) {
    afterwards = next;
  }

  /** Stops it and keeps it installed; false where it hangs: then it is a straggler. */
  boolean stop(Instance instance) {
    Attempt holder = instance.pending();
    if (holder != null && instance.bundle().getState() != Bundle.ACTIVE) {
      // The framework holds a bundle's lock while its activator runs: a stop would hang as well.
      return straggles(instance, holder);
    }
    if (starter.stop(instance, instance.spec().stopTimeoutMs())) {
      return true;
    }
    return straggles(instance, instance.pending());
  }

  /** Stops it and removes it; false where it hangs: then it is a straggler. */
  boolean retire(Instance instance) {
    if (!stop(instance)) {
      return false;
    }
    Timed removal = lanes.run(instance.spec().stopTimeoutMs(), () -> host.uninstall(instance));
    if (!removal.attempt().ended()) {
      instance.leftBehind(removal.attempt());
      instance.become(
          Phase.STOPPING,
          "its removal did not end in %d ms and goes on"
              .formatted(instance.spec().stopTimeoutMs()));
      return straggles(instance, removal.attempt());
    }
    if (removal.attempt().thrown() != null) {
      logger.warn("cannot uninstall {}: {}", instance, OneLine.of(removal.attempt().thrown()));
    }
    instances.remove(instance);
    return true;
  }

  private boolean straggles(Instance instance, Attempt holder) {
    instances.remove(instance);
    if (!instances.straggles(instance)) {
      // An update asks twice; whoever asked first waits for the holder.
      return false;
    }
    logger.warn("{} is left behind: {}", instance, instance.condition().detail());
    if (holder == null) {
      catchUp(instance);
    } else {
      holder.onEnd(() -> threads.execute(() -> catchUp(instance)));
    }
    return false;
  }

  private void catchUp(Instance instance) {
    instances.caughtUp(instance);
    if (retire(instance)) {
      logger.info("{} came back and is removed", instance);
      afterwards.accept(instance.key().tenant());
    }
  }
}
