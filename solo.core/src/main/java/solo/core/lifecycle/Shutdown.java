package solo.core.lifecycle;

import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/** Stops the container in order. */
@ProviderType
public interface Shutdown {

  /**
   * Begins the stop and returns. A second call changes nothing.
   *
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   */
  void shutdown(Caller caller, String reason);

  /** Whether a stop has begun: then changes are refused. */
  boolean stopping();
}
