package failing.start;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws as it starts. */
public final class FailingStart implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("this bundle always fails to start");
  }

  @Override
  public void stop(BundleContext context) {
    // never reached: it never started
  }
}
