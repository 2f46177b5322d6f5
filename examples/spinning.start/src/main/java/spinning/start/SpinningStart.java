package spinning.start;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Keeps a processor busy and ignores interrupts. */
public final class SpinningStart implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    while (true) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void stop(BundleContext context) {
    // never reached: it never started
  }
}
