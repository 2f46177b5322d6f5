package solo.eventstore.provider;

import java.lang.reflect.InvocationTargetException;
import org.osgi.util.promise.Promise;
import solo.core.event.Event;
import solo.core.event.EventStoreException;

/** Waits for the log. */
final class Durable {
  private Durable() {}

  /**
   * An appended event once it is durable. An interrupt ends no wait and is kept.
   *
   * @throws EventStoreException when it is not acknowledged
   */
  static Event await(Promise<Event> promise) {
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
