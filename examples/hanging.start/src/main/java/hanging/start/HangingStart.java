package hanging.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Waits for what never comes, or, where the system property {@code hanging.start.when} names a
 * file, as long as that file exists.
 */
public final class HangingStart implements BundleActivator {

  @Override
  public void start(BundleContext context) throws InterruptedException {
    String when = System.getProperty("hanging.start.when");
    if (when == null) {
      new CountDownLatch(1).await();
    } else {
      while (Files.exists(Path.of(when))) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Override
  public void stop(BundleContext context) {
    // nothing was begun
  }
}
