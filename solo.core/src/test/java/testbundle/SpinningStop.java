package testbundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Its stop ignores interrupts. */
public final class SpinningStop implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    Recording.record("start", context.getBundle());
  }

  @Override
  public void stop(BundleContext context) {
    Spin.untilReleased();
    Recording.record("stop", context.getBundle());
  }
}
