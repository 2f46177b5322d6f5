package solo.core.deployer;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.log.Logger;

/**
 * The services of a deployer that was in this framework before: Solo's own bundles were restarted
 * or refreshed. They have run on until now, and are replaced by what the log says. They cannot be
 * stopped where that deployer ends: a refresh ends it with the framework's global lock held, and
 * then no bundle stops on another thread.
 */
final class Leftovers {
  private final BundleContext framework;
  private final BundleLinks links;
  private final Instances instances;
  private final Eviction eviction;
  private final Rewiring rewiring;
  private final Logger logger;

  Leftovers(
      BundleContext context,
      BundleLinks links,
      Instances instances,
      Eviction eviction,
      Rewiring rewiring,
      Logger logger) {
    framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext();
    this.links = links;
    this.instances = instances;
    this.eviction = eviction;
    this.rewiring = rewiring;
    this.logger = logger;
  }

  /** Removes links that no bundle needs: those of a dead process. */
  void removeLinks() {
    links.removeAllBut(
        Stream.of(framework.getBundles())
            .flatMap(bundle -> links.linkOf(bundle.getLocation()).stream())
            .toList(),
        logger);
  }

  /** Returns when none is there any more but those that hang; the youngest goes first. */
  void removeBundles() {
    List<Bundle> left =
        Stream.of(framework.getBundles())
            .filter(bundle -> links.linkOf(bundle.getLocation()).isPresent())
            .filter(bundle -> instances.of(bundle).isEmpty())
            .sorted(Comparator.comparingLong(Bundle::getBundleId).reversed())
            .toList();
    Set<String> tenants = new TreeSet<>();
    for (Bundle bundle : left) {
      tenants.add(links.tenantOf(bundle.getLocation()));
      eviction.evict(bundle);
    }
    tenants.forEach(rewiring::rewire);
  }
}
