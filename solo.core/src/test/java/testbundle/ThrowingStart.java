package testbundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails to start, unless the test said otherwise. */
public final class ThrowingStart implements BundleActivator {
  public static final String WORKS = "solo.test.works";

  @Override
  public void start(BundleContext context) {
    Recording.record("start", context.getBundle());
    if (System.getProperty(WORKS) == null) {
      throw new IllegalStateException("no coffee");
    }
  }

  @Override
  public void stop(BundleContext context) {
    Recording.record("stop", context.getBundle());
  }
}
