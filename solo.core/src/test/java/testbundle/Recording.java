package testbundle;

import java.util.Queue;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Writes its starts and stops into the queue that the test left in the system properties. */
public final class Recording implements BundleActivator {
  public static final String QUEUE = "solo.test.recording";

  @Override
  public void start(BundleContext context) {
    record("start", context.getBundle());
  }

  @Override
  public void stop(BundleContext context) {
    record("stop", context.getBundle());
  }

  static void record(String what, Bundle bundle) {
    @SuppressWarnings("unchecked")
    Queue<String> queue = (Queue<String>) System.getProperties().get(QUEUE);
    if (queue != null) {
      queue.add(what + " " + bundle.getSymbolicName() + " " + bundle.getVersion());
    }
  }
}
