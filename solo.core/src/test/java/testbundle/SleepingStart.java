package testbundle;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Its start waits for good, but obeys an interrupt. */
public final class SleepingStart implements BundleActivator {
  @Override
  public void start(BundleContext context) throws InterruptedException {
    Recording.record("start", context.getBundle());
    new CountDownLatch(1).await();
  }

  @Override
  public void stop(BundleContext context) {
    Recording.record("stop", context.getBundle());
  }
}
