package solo.recovery.verify;

import java.util.Optional;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Finding;

/**
 * A finding with what its repair and its event need.
 *
 * @param bundle that it is about, where it is about one
 * @param cause the event that it is about, 0 where it is about none
 */
record Suspicion(Finding finding, Optional<LiveBundle> bundle, long cause) {

  /** One about no bundle. */
  static Suspicion of(Finding finding) {
    long cause =
        switch (finding.kind()) {
          case UNREADABLE_EVENT -> Long.parseLong(finding.about());
          case LOG_GAP -> Long.parseLong(finding.about().split("-")[0]) - 1;
          default -> 0;
        };
    return new Suspicion(finding, Optional.empty(), cause);
  }

  /** The service, empty where none is concerned. */
  Optional<ServiceKey> key() {
    return finding.service().isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceKey(finding.tenant(), finding.service()));
  }

  /** What makes two findings one. */
  Identity identity() {
    return Identity.of(finding);
  }

  /** What something else would break again, whatever number the framework gives it then. */
  String item() {
    if (!finding.service().isEmpty()) {
      return finding.tenant() + "/" + finding.service();
    }
    return finding.kind() + " " + bundle.map(LiveBundle::location).orElse(finding.about());
  }
}
