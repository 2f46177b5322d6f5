package solo.capability.access;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;
import solo.core.deploy.Inventory;

/**
 * The service that calls go to: of those within reach that are there now the one of the highest
 * ranking. It is held from one call to the next, so that a component keeps its state. Finding and
 * letting go run code of its bundle, which may hang. Safe for use by many threads.
 */
final class Target {
  private final BundleContext context;
  private final Inventory inventory;
  private final Right right;
  private final Class<?> type;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile ServiceReference<?> held;
  private Object service;

  Target(BundleContext context, Inventory inventory, Right right, Class<?> type) {
    this.context = context;
    this.inventory = inventory;
    this.right = right;
    this.type = type;
  }

  /**
   * The service of now.
   *
   * @throws ServiceException of {@link ServiceException#UNREGISTERED} where there is none
   */
  Object find() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (ServiceReference<?> candidate : candidates()) {
        if (candidate.equals(held)) {
          return service;
        }
        Object found = context.getService(candidate);
        if (type.isInstance(found)) {
          letGo();
          held = candidate;
          service = found;
          return service;
        } else if (found != null) {
          context.ungetService(candidate);
        }
      }
      letGo();
    } finally {
      lock.unlock();
    }
    throw new ServiceException(
        "no service of tenant %s offers %s now".formatted(right.tenant(), type.getName()),
        ServiceException.UNREGISTERED);
  }

  /** The highest ranking first. */
  private List<ServiceReference<?>> candidates() {
    try {
      ServiceReference<?>[] all = context.getAllServiceReferences(type.getName(), null);
      return all == null
          ? List.of()
          : List.of(all).stream()
              .filter(this::isWithinReach)
              .sorted(Comparator.<ServiceReference<?>>naturalOrder().reversed())
              .toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isWithinReach(ServiceReference<?> candidate) {
    Bundle bundle = candidate.getBundle();
    return bundle != null
        && inventory
            .owner(bundle.getBundleId())
            .filter(owner -> right.reaches(owner.key().tenant()))
            .isPresent();
  }

  private void letGo() {
    ServiceReference<?> last = held;
    held = null;
    service = null;
    if (last != null) {
      try {
        context.ungetService(last);
      } catch (IllegalStateException e) {
        // the holder has stopped, and with it all is let go of
      }
    }
  }

  /** Lets go of the service, unless it is being found. */
  void release() {
    if (lock.tryLock()) {
      try {
        letGo();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether a service is held. */
  boolean holds() {
    return held != null;
  }
}
