package solo.core.recovery;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Payload;

/**
 * Which artifacts are named by what is written; they need not be there. What is named is kept, and
 * is in a backup. Pure.
 */
public final class ArtifactNames {
  private ArtifactNames() {}

  /** The digest that an event names, if any. */
  public static Optional<String> of(Payload payload) {
    if (payload instanceof Payload.ServiceDeploying deploying) {
      return Optional.of(deploying.spec().digest());
    } else if (payload instanceof Payload.ServiceDeployed deployed) {
      return Optional.of(deployed.spec().digest());
    } else if (payload instanceof Payload.ServiceDeploymentFailed failed) {
      return present(failed.digest());
    } else if (payload instanceof Payload.ServiceKilled killed) {
      return present(killed.digest());
    } else if (payload instanceof Payload.ServiceQuarantined quarantined) {
      return present(quarantined.digest());
    } else if (payload instanceof Payload.ServiceRecovered recovered) {
      return present(recovered.digest());
    } else if (payload instanceof Payload.ServiceRecoveryFailed failed) {
      return present(failed.digest());
    }
    return Optional.empty();
  }

  private static Optional<String> present(String digest) {
    return Optional.of(digest).filter(d -> !d.isEmpty());
  }

  /** The digests that a fold of the log names, as a checkpoint has it. */
  public static Set<String> of(SystemState state) {
    Set<String> digests = new TreeSet<>();
    for (ServiceRecord service : state.services().values()) {
      service.spec().map(ServiceSpec::digest).ifPresent(digests::add);
      service.open().map(intent -> intent.spec().digest()).ifPresent(digests::add);
      service.file().map(ServiceRecord.FileMark::digest).ifPresent(digests::add);
    }
    return digests;
  }
}
