package crashing.start;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Halts the JVM, or, where the system property {@code crashing.start.when} names a file, only while
 * that file exists.
 */
public final class CrashingStart implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    String when = System.getProperty("crashing.start.when");
    if (when == null || Files.exists(Path.of(when))) {
      Runtime.getRuntime().halt(134);
    }
  }

  @Override
  public void stop(BundleContext context) {
    // nothing was begun
  }
}
