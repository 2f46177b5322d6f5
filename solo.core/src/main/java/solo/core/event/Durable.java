package solo.core.event;

import java.lang.reflect.InvocationTargetException;
import org.osgi.util.promise.Promise;

/**
 * Waits for what was appended: what may have become durable must be known. Safe for use by many
 * threads.
 */
public final class Durable {
  private Durable() {}

  /**
   * An appended event once it is durable. An interrupt ends no wait and is kept.
   *
   * @throws EventStoreException when it is not acknowledged
   */
  public static Event await(Promise<Event> promise) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return promise.getValue();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (InvocationTargetException e) {
          throw e.getCause() instanceof EventStoreException failure
              ? failure
              : new EventStoreException(
                  EventStoreException.Cause.IO_FAILURE, String.valueOf(e.getCause()), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
