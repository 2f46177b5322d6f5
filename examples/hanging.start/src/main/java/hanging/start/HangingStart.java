package hanging.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Waits for what never comes, or, where the system property {@code hanging.start.when} names a
 * file, only while that file exists.
 */
public final class HangingStart implements BundleActivator {

  @Override
  public void start(BundleContext context) throws InterruptedException {
    String when = System.getProperty("hanging.start.when");
    if (when == null || Files.exists(Path.of(when))) {
      new CountDownLatch(1).await();
    }
  }

  @Override
  public void stop(BundleContext context) {
    // nothing was begun
  }
}
