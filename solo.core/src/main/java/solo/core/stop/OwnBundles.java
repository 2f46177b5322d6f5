package solo.core.stop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Closes Solo's own parts, the youngest first. The framework would do it, but after the user's
 * bundles, and for one of those that hangs it waits for ever.
 */
final class OwnBundles {
  private static final String OWN = "solo.";

  private final BundleContext context;

  OwnBundles(BundleContext context) {
    this.context = context;
  }

  /**
   * Returns when all have stopped but the one that this class is of.
   *
   * @throws BundleException of the first that could not; the others were stopped all the same
   */
  void close() throws BundleException {
    BundleException failure = null;
    List<Bundle> bundles = new ArrayList<>(Arrays.asList(context.getBundles()));
    Collections.reverse(bundles);
    for (Bundle bundle : bundles) {
      String name = bundle.getSymbolicName();
      boolean own = name != null && name.startsWith(OWN);
      if (own && bundle.getBundleId() != context.getBundle().getBundleId()) {
        failure = first(failure, stop(bundle));
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static BundleException first(BundleException before, BundleException next) {
    return before == null ? next : before;
  }

  /** What went wrong, null where nothing did. */
  private static BundleException stop(Bundle bundle) {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
      return null;
    } catch (BundleException e) {
      return e;
    } catch (RuntimeException e) {
      return new BundleException("bundle " + bundle.getBundleId() + " does not stop: " + e, e);
    }
  }
}
