package solo.core.deployer;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Who may be wired to whom. A service is wired to the container and to services of its own tenant,
 * the container never to a service, an incoming revision never to the one that it replaces, and
 * nothing to a bundle that is on its way out. Two services may hold the same singleton bundle.
 */
final class TenantWiring implements ResolverHookFactory, ResolverHook {
  /** Whose the container's own bundles are, and those that were installed by hand. */
  static final String NO_TENANT = "";

  private final BundleLinks links;
  private final Map<Long, String> tenants = new ConcurrentHashMap<>();
  private final Map<Long, Long> replaces = new ConcurrentHashMap<>();
  private final Set<Long> leaving = ConcurrentHashMap.newKeySet();

  TenantWiring(BundleLinks links) {
    this.links = links;
  }

  /** Until {@link #settled} the incoming one is not wired to the outgoing one. */
  void replacing(Bundle incoming, Bundle outgoing) {
    replaces.put(incoming.getBundleId(), outgoing.getBundleId());
  }

  void settled(Bundle incoming) {
    replaces.remove(incoming.getBundleId());
  }

  /** Nothing new is wired to it from now on. */
  void leaving(Bundle bundle) {
    leaving.add(bundle.getBundleId());
  }

  /** It is out of the framework. */
  void gone(Bundle bundle) {
    tenants.remove(bundle.getBundleId());
    leaving.remove(bundle.getBundleId());
  }

  /** Whether the one may be wired to what the other provides. */
  boolean allows(Bundle requirer, Bundle provider) {
    if (requirer.getBundleId() == provider.getBundleId()) {
      return true;
    }
    String owner = tenantOf(provider);
    if (owner.equals(NO_TENANT)) {
      return true;
    }
    Long replaced = replaces.get(requirer.getBundleId());
    return owner.equals(tenantOf(requirer))
        && (replaced == null || replaced != provider.getBundleId())
        && !leaving.contains(provider.getBundleId())
        && provider.getState() != Bundle.UNINSTALLED;
  }

  private String tenantOf(Bundle bundle) {
    return tenants.computeIfAbsent(
        bundle.getBundleId(), id -> links.tenantOf(bundle.getLocation()));
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  @Override
  public void filterMatches(BundleRequirement wish, Collection<BundleCapability> candidates) {
    Bundle requirer = wish.getRevision().getBundle();
    candidates.removeIf(c -> !allows(requirer, c.getRevision().getBundle()));
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> others) {
    boolean service = !tenantOf(singleton.getRevision().getBundle()).equals(NO_TENANT);
    others.removeIf(
        other -> service || !tenantOf(other.getRevision().getBundle()).equals(NO_TENANT));
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {
    // Every revision may be resolved; to what is decided match by match.
  }

  @Override
  public void end() {
    // The answers depend on the revisions alone, so one resolve leaves nothing for the next.
  }
}
