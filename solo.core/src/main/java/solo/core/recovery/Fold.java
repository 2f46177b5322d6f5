package solo.core.recovery;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;

/**
 * Folds events into a {@link SystemState}, one after the other. Pure: no clock, no I/O. For one
 * thread.
 */
public final class Fold {
  private static final String DIRECTORY =
      Caller.directory(ServiceKey.DEFAULT_TENANT).actor().split(":")[0] + ":";

  private final SortedMap<ServiceKey, ServiceRecord> services;
  private long id;
  private boolean lastStopClean;
  private boolean stopped;

  /** Goes on from a state. */
  public Fold(SystemState from) {
    services = new TreeMap<>(from.services());
    id = from.id();
    lastStopClean = from.lastStopClean();
    stopped = lastStopClean;
  }

  /** The id of the last event applied. */
  public long id() {
    return id;
  }

  /** The state now; later events do not change it. */
  public SystemState state() {
    return new SystemState(id, lastStopClean, services);
  }

  /**
   * Applies the next event. One that was applied already changes nothing.
   *
   * @throws IllegalArgumentException when events between are missing
   */
  public void apply(Event event) {
    if (event.id() <= id) {
      return;
    }
    if (event.id() != id + 1) {
      throw new IllegalArgumentException("event " + event.id() + " cannot follow event " + id);
    }
    id = event.id();
    event.draft().key().ifPresentOrElse(key -> applyToService(key, event), () -> system(event));
  }

  private void system(Event event) {
    if (event.payload() instanceof Payload.SystemShutdownComplete) {
      stopped = true;
      lastStopClean = true;
    } else if (event.payload() instanceof Payload.SystemStarted) {
      lastStopClean = stopped;
      stopped = false;
    }
  }

  private void applyToService(ServiceKey key, Event event) {
    ServiceRecord before = services.getOrDefault(key, ServiceRecord.unknown(key));
    ServiceRecord after = after(before, event);
    if (after.isBlank()) {
      services.remove(key);
    } else {
      services.put(key, after);
    }
  }

  private static ServiceRecord after(ServiceRecord before, Event event) {
    long id = event.id();
    long at = event.time().toEpochMilli();
    String actor = event.draft().actor();
    if (event.payload() instanceof Payload.ServiceDeploying deploying) {
      return deploying(before, id, actor, deploying);
    } else if (event.payload() instanceof Payload.ServiceDeployed deployed) {
      ServiceSpec spec = deployed.spec();
      return accepted(before, actor, spec.digest(), id).deployed(spec, id, at);
    } else if (event.payload() instanceof Payload.ServiceDeploymentFailed failed) {
      return failed(before, id, actor, failed);
    } else if (event.payload() instanceof Payload.ServiceKilled) {
      ServiceRecord killed =
          before.spec().isEmpty() ? before : before.stand(Standing.KILLED, id, at);
      return isDirectory(actor) ? killed.file(Optional.empty()) : killed;
    } else if (event.payload() instanceof Payload.ServiceQuarantined) {
      return before.spec().isEmpty() ? before : before.stand(Standing.QUARANTINED, id, at);
    }
    return before;
  }

  private static ServiceRecord deploying(
      ServiceRecord before, long id, String actor, Payload.ServiceDeploying deploying) {
    ServiceRecord after = before.open(Optional.of(new Intent(id, deploying.spec(), actor)));
    return deploying.retry() && before.file().isPresent()
        ? after.file(before.file().map(m -> new FileMark(m.digest(), m.outcome(), id, 0)))
        : after;
  }

  private static ServiceRecord accepted(
      ServiceRecord before, String actor, String digest, long id) {
    return isDirectory(actor)
        ? before.file(Optional.of(new FileMark(digest, FileOutcome.ACCEPTED, id, 0)))
        : before;
  }

  private static ServiceRecord failed(
      ServiceRecord before, long id, String actor, Payload.ServiceDeploymentFailed failed) {
    boolean interrupted = "interrupted".equals(failed.outcome());
    String asked = interrupted ? before.open().map(Intent::actor).orElse(actor) : actor;
    ServiceRecord closed = before.open(Optional.empty());
    if (!isDirectory(asked)) {
      return closed;
    }
    int earlier =
        before
            .file()
            .filter(mark -> mark.digest().equals(failed.digest()))
            .map(FileMark::interruptions)
            .orElse(0);
    return closed.file(
        Optional.of(
            new FileMark(
                failed.digest(),
                outcome(failed.outcome()),
                id,
                interrupted ? earlier + 1 : earlier)));
  }

  private static FileOutcome outcome(String outcome) {
    return switch (outcome) {
      case "unresolved" -> FileOutcome.UNRESOLVED;
      case "interrupted" -> FileOutcome.INTERRUPTED;
      default -> FileOutcome.REFUSED;
    };
  }

  private static boolean isDirectory(String actor) {
    return actor.startsWith(DIRECTORY);
  }
}
