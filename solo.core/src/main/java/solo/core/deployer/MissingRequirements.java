package solo.core.deployer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Why a bundle does not resolve, in words: what it requires and nobody it may be wired to provides.
 * Where a provider is there but does not resolve itself, what that one lacks is said.
 */
final class MissingRequirements {
  private static final int MAX_NAMED = 8;
  private static final int MAX_DEPTH = 8;

  private final FrameworkWiring framework;
  private final TenantWiring wiring;
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<Long> seen = new HashSet<>();

  private MissingRequirements(FrameworkWiring framework, TenantWiring wiring) {
    this.framework = framework;
    this.wiring = wiring;
  }

  /** What is missing; empty where everything is there and the framework has another reason. */
  static String of(Bundle bundle, FrameworkWiring framework, TenantWiring wiring) {
    MissingRequirements search = new MissingRequirements(framework, wiring);
    search.collect(bundle, "", 0);
    List<String> all = new ArrayList<>(search.missing);
    if (all.isEmpty()) {
      return "";
    }
    String named = String.join("; ", all.subList(0, Math.min(all.size(), MAX_NAMED)));
    int more = all.size() - MAX_NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }

  private void collect(Bundle bundle, String whoseRequirement, int depth) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null || !seen.add(bundle.getBundleId()) || depth > MAX_DEPTH) {
      return;
    }
    for (BundleRequirement wish : revision.getDeclaredRequirements(null)) {
      if (isNeeded(wish)) {
        check(bundle, wish, whoseRequirement, depth);
      }
    }
  }

  private static boolean isNeeded(BundleRequirement wish) {
    String effective = wish.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
    String resolution = wish.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
    return (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE))
        && (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY));
  }

  private void check(Bundle bundle, BundleRequirement wish, String whose, int depth) {
    List<BundleCapability> providers = new ArrayList<>(providers(wish));
    providers.removeIf(c -> !wiring.allows(bundle, c.getRevision().getBundle()));
    if (providers.isEmpty()) {
      missing.add("missing " + RequirementText.of(wish) + elsewhere(bundle, wish) + whose);
    } else if (providers.stream().allMatch(c -> isUnresolved(c, bundle))) {
      Bundle provider = providers.get(0).getRevision().getBundle();
      String next = ", required by " + name(provider) + (whose.isEmpty() ? "" : whose);
      collect(provider, next, depth + 1);
    }
  }

  private Collection<BundleCapability> providers(BundleRequirement wish) {
    return framework.findProviders(wish);
  }

  private static boolean isUnresolved(BundleCapability capability, Bundle requirer) {
    Bundle provider = capability.getRevision().getBundle();
    return provider.getState() == Bundle.INSTALLED
        && provider.getBundleId() != requirer.getBundleId();
  }

  /** Other versions of a package that is missing only in the wanted one. */
  private String elsewhere(Bundle bundle, BundleRequirement wish) {
    if (!wish.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
      return "";
    }
    String name = RequirementText.nameOf(wish);
    Set<String> versions = new LinkedHashSet<>();
    for (BundleCapability other : framework.findProviders(RequirementText.anyVersion(wish, name))) {
      Bundle provider = other.getRevision().getBundle();
      if (wiring.allows(bundle, provider)) {
        Object version = other.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        versions.add(version + " of " + name(provider));
      }
    }
    return versions.isEmpty() ? "" : " (there is " + String.join(", ", versions) + ")";
  }

  private static String name(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
