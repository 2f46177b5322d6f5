package hanging.stop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Never stops, and ignores interrupts; or, where the system property {@code hanging.stop.when}
 * names a file, does so as long as that file exists.
 */
public final class HangingStop implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    // nothing to begin
  }

  @Override
  public void stop(BundleContext context) {
    String when = System.getProperty("hanging.stop.when");
    while (when == null || Files.exists(Path.of(when))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      Thread.interrupted();
    }
  }
}
