package slow.stop;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Takes a second to stop. */
public final class SlowStop implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    // nothing to begin
  }

  @Override
  public void stop(BundleContext context) throws InterruptedException {
    Thread.sleep(1000);
  }
}
