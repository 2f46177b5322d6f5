package restarter;

import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * Stops and starts a bundle on a thread of its own: {@code restarter:restart <symbolic name>}. A
 * shell that is itself stopped by that could not ask for the start any more.
 */
public final class Restarter implements BundleActivator {
  private BundleContext context;

  @Override
  public void start(BundleContext context) {
    this.context = context;
    context.registerService(
        Restarter.class,
        this,
        FrameworkUtil.asDictionary(
            Map.of("osgi.command.scope", "restarter", "osgi.command.function", "restart")));
  }

  @Override
  public void stop(BundleContext context) {
    // a restart that is under way goes on
  }

  /** Begins the restart and returns. */
  public void restart(String symbolicName) {
    Bundle bundle =
        Stream.of(context.getBundles())
            .filter(b -> symbolicName.equals(b.getSymbolicName()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no bundle " + symbolicName));
    Thread thread = new Thread(() -> restart(bundle), "restart of " + symbolicName);
    thread.setDaemon(true);
    thread.start();
  }

  private static void restart(Bundle bundle) {
    try {
      bundle.stop();
      bundle.start();
    } catch (BundleException e) {
      throw new IllegalStateException("cannot restart " + bundle, e);
    }
  }
}
