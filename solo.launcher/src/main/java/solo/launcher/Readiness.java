package solo.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;

/** Whether the recovery of this boot is done: its condition is registered. */
final class Readiness {
  private static final String FILTER =
      "(&("
          + Constants.OBJECTCLASS
          + "=org.osgi.service.condition.Condition)(osgi.condition.id=solo.ready))";

  private final BundleContext context;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile Optional<SystemdNotify> manager = Optional.empty();

  Readiness(BundleContext context) {
    this.context = context;
    try {
      context.addServiceListener(
          event -> {
            if (event.getType() == ServiceEvent.REGISTERED) {
              ready.countDown();
              manager.ifPresent(SystemdNotify::ready);
            }
          },
          FILTER);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells a service manager once it is ready, and until then each second how far it is. */
  void tell(Path data, SystemdNotify notify) {
    manager = Optional.of(notify);
    Thread thread = new Thread(() -> tellProgress(data, notify), "solo systemd progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void tellProgress(Path data, SystemdNotify notify) {
    try {
      while (!ready.await(1, TimeUnit.SECONDS)) {
        notify.status(Status.ask(data).progress());
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The framework has stopped before it was ready.
    }
  }

  /**
   * Blocks until ready, and shows how far the recovery is when that takes more than a second.
   *
   * @throws IllegalStateException when the framework stops meanwhile
   */
  void await(Path data) {
    try (ProgressLine progress = new ProgressLine(System.err, true)) {
      while (!ready.await(1, TimeUnit.SECONDS)) {
        if (context.getBundle(0).getState() != Bundle.ACTIVE) {
          throw new IllegalStateException("the framework is stopping");
        }
        progress.show(Status.ask(data).progress());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting", e);
    }
  }
}
