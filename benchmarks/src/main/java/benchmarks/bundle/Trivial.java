package benchmarks.bundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of every generated bundle: each has its own copy of the class. */
public final class Trivial implements BundleActivator {
  private Object registered;

  @Override
  public void start(BundleContext context) {
    registered = context.registerService(Trivial.class, this, null);
  }

  @Override
  public void stop(BundleContext context) {
    registered = null;
  }

  /** Whether it was started and not stopped. */
  public boolean isStarted() {
    return registered != null;
  }
}
