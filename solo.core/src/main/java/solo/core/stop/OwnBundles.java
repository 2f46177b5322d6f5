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

  /** Returns when all have stopped but the one that this class is of. */
  void close() throws BundleException {
    List<Bundle> bundles = new ArrayList<>(Arrays.asList(context.getBundles()));
    Collections.reverse(bundles);
    for (Bundle bundle : bundles) {
      String name = bundle.getSymbolicName();
      boolean own = name != null && name.startsWith(OWN);
      if (own && bundle.getBundleId() != context.getBundle().getBundleId()) {
        bundle.stop(Bundle.STOP_TRANSIENT);
      }
    }
  }
}
