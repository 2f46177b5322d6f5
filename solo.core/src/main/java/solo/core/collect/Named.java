package solo.core.collect;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.retention.RetentionException;

/** Which artifacts are named by what is written. Pure. */
final class Named {
  private Named() {}

  /** The artifact that an event names, if any; it need not be there. */
  static Optional<String> by(Payload payload) {
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

  /**
   * The event.
   *
   * @throws RetentionException where it cannot be read: what a newer version wrote may be a deploy
   */
  static Event readable(Event event) throws RetentionException {
    if (event.payload() instanceof Payload.Unreadable) {
      throw new RetentionException(
          "event %d cannot be read and may name any artifact, so all of them stay; see solo:verify --deep"
              .formatted(event.id()),
          null);
    }
    return event;
  }

  private static Optional<String> present(String digest) {
    return Optional.of(digest).filter(d -> !d.isEmpty());
  }

  /** Takes away what a fold of the log names. */
  static void removeNamed(Set<String> digests, SystemState state) {
    state.services().values().forEach(service -> each(service, digests::remove));
  }

  private static void each(ServiceRecord service, Consumer<String> name) {
    service.spec().map(ServiceSpec::digest).ifPresent(name);
    service.open().map(intent -> intent.spec().digest()).ifPresent(name);
    service.file().map(ServiceRecord.FileMark::digest).ifPresent(name);
  }
}
