package solo.core.deploy;

import java.time.Instant;
import java.util.Objects;
import solo.core.tenant.ServiceKey;

/**
 * A service at one moment.
 *
 * @param spec the last acknowledged spec
 * @param since when it came into this state
 * @param eventId the deploy event its spec comes from, or the kill or quarantine that ended it
 * @param bundleId of the framework, 0 where no bundle is installed
 * @param detail why it is not active; empty where there is nothing to say
 */
public record ServiceStatus(
    ServiceKey key,
    ServiceState state,
    ServiceSpec spec,
    Instant since,
    long eventId,
    long bundleId,
    String detail) {

  /** Checks that nothing is missing. */
  public ServiceStatus {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(detail, "detail");
  }
}
