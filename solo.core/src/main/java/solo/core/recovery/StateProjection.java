package solo.core.recovery;

import org.osgi.annotation.versioning.ProviderType;

/** The fold of the log, kept up to date. Safe for use by many threads. */
@ProviderType
public interface StateProjection {

  /**
   * The fold of every event that was acknowledged before the call.
   *
   * @throws solo.core.event.EventStoreException when the log cannot be read
   */
  SystemState current();
}
