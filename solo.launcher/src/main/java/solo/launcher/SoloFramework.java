package solo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.BundleException;

/**
 * A framework that runs once. Felix answers an update of the system bundle, and a refresh that
 * touches it, by stopping and starting again in the same JVM, where the lock is held, the signals
 * are hooked and the process is about to end: here it stops.
 */
final class SoloFramework extends Felix {
  private final Ending ending;

  /** Not started. */
  SoloFramework(Map<String, String> properties, Ending ending) {
    super(properties);
    this.ending = ending;
  }

  /** Listeners are called in no order, and one that hangs may come first: hence here. */
  @Override
  public void stop() throws BundleException {
    ending.stopBegins();
    super.stop();
  }

  @Override
  public void update() throws BundleException {
    ending.cause("framework update");
    stop();
  }

  @Override
  public void update(InputStream in) throws BundleException {
    try (in) {
      update();
    } catch (IOException e) {
      // Nobody wanted its bytes.
    }
  }
}
