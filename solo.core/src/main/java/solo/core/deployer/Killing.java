package solo.core.deployer;

import java.util.Optional;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceSpec;
import solo.core.deployer.DeployEvents.Scribe;
import solo.core.event.Event;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StateProjection;

/** One kill: the event first, then the act. For the operation on its key. */
final class Killing {
  private final DeployEvents events;
  private final StateProjection projection;
  private final Retirement retirement;
  private final Instances instances;
  private final Logger logger;

  Killing(
      DeployEvents events,
      StateProjection projection,
      Retirement retirement,
      Instances instances,
      Logger logger) {
    this.events = events;
    this.projection = projection;
    this.retirement = retirement;
    this.instances = instances;
    this.logger = logger;
  }

  /** Returns when the service is gone or its stop ran out of time. */
  void kill(Scribe scribe) throws DeployException {
    ServiceRecord record = projection.current().service(scribe.key());
    boolean wanted =
        record.standing() == Standing.DEPLOYED || record.standing() == Standing.QUARANTINED;
    boolean forgets = scribe.caller().kind() == Caller.Kind.DIRECTORY && record.file().isPresent();
    Optional<Event> event = Optional.empty();
    if (wanted || forgets) {
      String digest = record.spec().map(ServiceSpec::digest).orElse("");
      event = Optional.of(events.killed(scribe, digest));
      logger.info("killed {} by event {}", scribe.key(), event.get().id());
    }
    Failpoint.reach("kill.event");
    instances.clearFault(scribe.key());
    instances.current(scribe.key()).ifPresent(retirement::retire);
    if (record.spec().isEmpty()) {
      throw new DeployException(
          Cause.NOT_FOUND, "there is no service " + scribe.key(), event.map(Event::id).orElse(0L));
    }
  }
}
