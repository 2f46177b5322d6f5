package solo.core.deployer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.log.Logger;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceSpec;
import solo.core.tenant.ServiceKey;

/**
 * The short operations on the framework, one at a time: install, resolve, refresh. None of them
 * runs code of a bundle, so none can hang; starts and stops are not done here.
 */
final class BundleHost {
  private static final long REFRESH_SECONDS = 30;

  private final BundleContext context;
  private final Artifacts artifacts;
  private final BundleLinks links;
  private final TenantWiring wiring;
  private final Instances instances;
  private final Logger logger;
  private final FrameworkWiring framework;
  private final ReentrantLock lane = new ReentrantLock(true);
  private volatile boolean closed;

  BundleHost(
      BundleContext context,
      Artifacts artifacts,
      BundleLinks links,
      TenantWiring wiring,
      Instances instances,
      Logger logger) {
    this.context = context;
    this.artifacts = artifacts;
    this.links = links;
    this.wiring = wiring;
    this.instances = instances;
    this.logger = logger;
    framework = context.getBundle(0).adapt(FrameworkWiring.class);
  }

  /** Installs the artifact that the spec names. */
  Instance install(ServiceKey key, ServiceSpec spec, long eventId) throws DeployException {
    Path link = linkTo(key, spec);
    lane.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the deployer has ended");
      }
      Bundle bundle = context.installBundle(links.location(link));
      Instance instance = new Instance(key, spec, eventId, bundle, link);
      instances.installed(instance);
      requireIdentity(instance);
      return instance;
    } catch (BundleException | IllegalStateException e) {
      removeLink(link);
      if (DiskFull.isTold(e)) {
        throw DiskFull.refusal(e, artifacts);
      }
      throw new DeployException(
          Cause.NOT_A_BUNDLE, "the framework does not take it: " + OneLine.of(e), 0);
    } finally {
      lane.unlock();
    }
  }

  /** Installs nothing any more; what is installed may still be removed. */
  void close() {
    lane.lock();
    closed = true;
    lane.unlock();
  }

  private Path linkTo(ServiceKey key, ServiceSpec spec) throws DeployException {
    try {
      return links.link(artifacts.path(spec.digest()), key);
    } catch (IOException e) {
      throw DiskFull.explains(e, artifacts)
          ? DiskFull.refusal(e, artifacts)
          : new DeployException(
              Cause.ARTIFACT_DAMAGED,
              "cannot use artifact " + spec.digest() + ": " + OneLine.of(e),
              0);
    }
  }

  /** What the gate read and what the framework reads must be the same bundle. */
  private void requireIdentity(Instance instance) throws DeployException, BundleException {
    Bundle bundle = instance.bundle();
    String actual = bundle.getSymbolicName() + " " + bundle.getVersion();
    String expected = instance.spec().symbolicName() + " " + instance.spec().version();
    if (!actual.equals(expected)) {
      uninstall(instance);
      throw new DeployException(
          Cause.NOT_A_BUNDLE, "the framework reads it as " + actual + ", not as " + expected, 0);
    }
  }

  /**
   * Resolves one bundle.
   *
   * @throws DeployException of {@link Cause#UNRESOLVED} with what is missing
   */
  void resolve(Instance instance) throws DeployException {
    if (!resolve(List.of(instance.bundle()))) {
      throw new DeployException(Cause.UNRESOLVED, whyUnresolved(instance.bundle()), 0);
    }
  }

  /** Resolves all that can be resolved; true when that is all. */
  boolean resolve(Collection<Bundle> bundles) {
    lane.lock();
    try {
      return framework.resolveBundles(bundles);
    } finally {
      lane.unlock();
    }
  }

  private String whyUnresolved(Bundle bundle) {
    String missing = MissingRequirements.of(bundle, framework, wiring);
    if (!missing.isEmpty()) {
      return missing;
    }
    try {
      bundle.loadClass("solo.why.Unresolved");
      return "it does not resolve";
    } catch (ClassNotFoundException | IllegalStateException e) {
      return "nothing is missing, yet it does not resolve: " + OneLine.of(e);
    }
  }

  /** Removes a stopped bundle that is nobody's, and the file where it was installed from a link. */
  void uninstall(Bundle bundle) throws BundleException {
    String location = bundle.getLocation();
    wiring.leaving(bundle);
    bundle.uninstall();
    links.linkOf(location).ifPresent(this::removeLink);
  }

  /** Removes a stopped bundle and its file. One that somebody else removed is fine. */
  void uninstall(Instance instance) throws BundleException {
    wiring.leaving(instance.bundle());
    try {
      instance.bundle().uninstall();
    } catch (IllegalStateException alreadyGone) {
      logger.info("{} was uninstalled already", instance);
    }
    instances.uninstalled(instance);
    removeLink(instance.link());
  }

  private void removeLink(Path link) {
    try {
      links.remove(link);
    } catch (IOException e) {
      logger.warn("cannot remove {}; the next start does", link);
    }
  }

  /**
   * The uninstalled bundles of the tenant that something is still wired to; for {@link
   * TenantWiring#NO_TENANT} those of none.
   */
  Set<Bundle> lingering(String tenant) {
    Set<Bundle> lingering = new HashSet<>(framework.getRemovalPendingBundles());
    lingering.removeIf(bundle -> bundle.getState() != Bundle.UNINSTALLED);
    lingering.removeIf(bundle -> !links.tenantOf(bundle.getLocation()).equals(tenant));
    return lingering;
  }

  /** These, and all that is wired to them, directly or not. */
  Set<Bundle> closure(Collection<Bundle> bundles) {
    return new HashSet<>(framework.getDependencyClosure(bundles));
  }

  /** Takes the wires of stopped bundles apart; returns when that is done. */
  void refresh(Collection<Bundle> bundles) {
    CountDownLatch done = new CountDownLatch(1);
    lane.lock();
    try {
      framework.refreshBundles(
          bundles,
          event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
              done.countDown();
            }
          });
      if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        logger.warn("the refresh of {} has not ended after {} s", bundles, REFRESH_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lane.unlock();
    }
    bundles.stream().filter(b -> b.getState() == Bundle.UNINSTALLED).forEach(wiring::gone);
  }
}
