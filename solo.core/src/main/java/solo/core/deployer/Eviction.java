package solo.core.deployer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.log.Logger;
import solo.core.deployer.BundleLanes.Timed;

/**
 * Takes out bundles that the deployer did not install: stop, uninstall, both under one time-out.
 * One that hangs is removed when it comes back.
 */
final class Eviction {
  private final BundleHost host;
  private final BundleLanes lanes;
  private final Executor threads;
  private final long timeoutMs;
  private final Logger logger;
  private final Map<Long, Attempt> pending = new ConcurrentHashMap<>();
  private Consumer<Bundle> afterwards = bundle -> {};

  Eviction(BundleHost host, BundleLanes lanes, Executor threads, long timeoutMs, Logger logger) {
    this.host = host;
    this.lanes = lanes;
    this.threads = threads;
    this.timeoutMs = timeoutMs;
    this.logger = logger;
  }

  /** Told each bundle that was gone only after its time-out. */
  void afterwards(Consumer<Bundle> next) {
    afterwards = next;
  }

  /** Whether it is gone; false where it hangs, now or since an earlier call. */
  boolean evict(Bundle bundle) {
    Attempt before = pending.get(bundle.getBundleId());
    if (before != null && !before.ended()) {
      return false;
    }
    Timed eviction = lanes.run(timeoutMs, () -> remove(bundle));
    if (!eviction.attempt().ended()) {
      logger.warn("{} did not stop in {} ms; it is removed when it does", name(bundle), timeoutMs);
      pending.put(bundle.getBundleId(), eviction.attempt());
      eviction.attempt().onEnd(() -> threads.execute(() -> afterwards.accept(bundle)));
    } else if (eviction.attempt().thrown() != null) {
      logger.warn("cannot remove {}: {}", name(bundle), OneLine.of(eviction.attempt().thrown()));
    }
    return bundle.getState() == Bundle.UNINSTALLED;
  }

  private void remove(Bundle bundle) throws BundleException {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException failed) {
      logger.warn("the stop of {} failed: {}", name(bundle), OneLine.of(failed));
    }
    // The interrupt was for the stop; the framework gives up on a lock when it sees one.
    Thread.interrupted();
    if (bundle.getState() != Bundle.UNINSTALLED) {
      host.uninstall(bundle);
    }
    logger.info("removed {}", name(bundle));
  }

  private static String name(Bundle bundle) {
    return "bundle %d %s of %s"
        .formatted(
            bundle.getBundleId(), bundle.getSymbolicName(), OneLine.of(bundle.getLocation()));
  }
}
