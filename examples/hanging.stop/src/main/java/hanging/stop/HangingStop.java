package hanging.stop;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Never stops, and ignores interrupts. */
public final class HangingStop implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    // nothing to begin
  }

  @Override
  public void stop(BundleContext context) {
    while (true) {
      LockSupport.park();
      Thread.interrupted();
    }
  }
}
