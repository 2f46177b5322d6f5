package solo.core.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Which bundles are the container's own: the framework, what was installed from the directory that
 * Solo itself was installed from, and what an embedder names. Told by the location, which stays the
 * same whatever is restarted or refreshed.
 */
final class OwnBundles implements Predicate<Bundle> {
  /** A framework property: beginnings of locations, separated by commas. */
  static final String PROPERTY = "solo.own.bundles";

  private final List<String> beginnings = new ArrayList<>();

  OwnBundles(BundleContext context) {
    String own = context.getBundle().getLocation();
    if (own.indexOf('/') >= 0) {
      beginnings.add(own.substring(0, own.lastIndexOf('/') + 1));
    }
    String named = context.getProperty(PROPERTY);
    if (named != null) {
      List.of(named.split(",")).forEach(name -> beginnings.add(name.strip()));
    }
    beginnings.removeIf(String::isEmpty);
  }

  @Override
  public boolean test(Bundle bundle) {
    return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
        || beginnings.stream().anyMatch(bundle.getLocation()::startsWith);
  }
}
