package solo.core.verify;

import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;

/** Says why a service is not running. Safe for use by many threads; changes nothing. */
@ProviderType
public interface Explainer {

  /** One causal answer; also for a service that the log does not know. */
  Explanation why(ServiceKey key);
}
