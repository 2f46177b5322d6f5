package solo.core.lifecycle;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.util.promise.Promise;

/**
 * A store of acknowledged facts beside the event store. Registered as a service, it is flushed by
 * the ordered stop, after the event store and before the last event. Safe for use by many threads.
 */
@ConsumerType
public interface DurableStore {

  /** For people. */
  String name();

  /**
   * Resolves when all that was acknowledged before the call is forced to disk; fails with what
   * failed. Nothing pending is fine, again is fine.
   */
  Promise<Void> flush();
}
