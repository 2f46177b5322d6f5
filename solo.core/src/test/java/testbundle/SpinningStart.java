package testbundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Its start ignores interrupts. */
public final class SpinningStart implements BundleActivator {
  public static final String RELEASE = Spin.RELEASE;

  @Override
  public void start(BundleContext context) {
    Spin.untilReleased();
  }

  @Override
  public void stop(BundleContext context) {
    Recording.record("stop", context.getBundle());
  }
}
