package solo.core.recovery;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.lifecycle.ExitCode;
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
  /** How the actor of every tenant's deploy directory begins. */
  static final String DIRECTORY = "directory:";

  /** How a deploy ended that found no space: nothing was said of the file, so it is tried again. */
  public static final String NO_SPACE = "no-space";

  private static final String INTERRUPTED = "interrupted";

  private final SortedMap<ServiceKey, ServiceRecord> services;
  private long id;
  private boolean lastStopClean;
  private boolean stopped;

  /** Goes on from a state. */
  public Fold(SystemState from) {
    services = new TreeMap<>(from.services());
    id = from.id();
    lastStopClean = from.lastStopClean();
    stopped = from.stopped();
  }

  /** The id of the last event applied. */
  public long id() {
    return id;
  }

  /** The state now; later events do not change it. */
  public SystemState state() {
    return new SystemState(id, lastStopClean, stopped, services);
  }

  /**
   * Goes on at a later id: the events between were lost and an operator accepted that.
   *
   * @throws IllegalArgumentException when the id is not above that of the last event
   */
  public void skipTo(long nextId) {
    if (nextId <= id) {
      throw new IllegalArgumentException("cannot go back from event " + id + " to " + nextId);
    }
    id = nextId - 1;
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
    event.draft().key().ifPresentOrElse(key -> service(key, event), () -> system(event));
  }

  private void system(Event event) {
    if (event.payload() instanceof Payload.SystemShutdownComplete complete) {
      stopped = complete.exitCode() == ExitCode.OK.status();
    } else if (event.payload() instanceof Payload.SystemStarted) {
      lastStopClean = stopped;
      stopped = false;
    }
  }

  private void service(ServiceKey key, Event event) {
    ServiceRecord before = services.getOrDefault(key, ServiceRecord.unknown(key));
    ServiceRecord after = after(before, event);
    if (after.isBlank()) {
      services.remove(key);
    } else {
      services.put(key, after);
    }
  }

  private static ServiceRecord after(ServiceRecord before, Event event) {
    if (event.payload() instanceof Payload.ServiceDeploying deploying) {
      return deploying(before, event, deploying);
    } else if (event.payload() instanceof Payload.ServiceDeployed deployed) {
      return deployed(before, event, deployed.spec());
    } else if (event.payload() instanceof Payload.ServiceDeploymentFailed failed) {
      return failed(before, event, failed);
    } else if (event.payload() instanceof Payload.ServiceKilled) {
      return killed(before, event);
    } else if (event.payload() instanceof Payload.ServiceQuarantined) {
      return stand(before, Standing.QUARANTINED, event);
    }
    return before;
  }

  private static ServiceRecord deploying(
      ServiceRecord before, Event event, Payload.ServiceDeploying deploying) {
    Intent intent = new Intent(event.id(), deploying.spec(), event.draft().actor());
    ServiceRecord after = before.open(Optional.of(intent));
    return deploying.retry()
        ? after.file(before.file().map(m -> new FileMark(m.digest(), m.outcome(), m.eventId(), 0)))
        : after;
  }

  private static ServiceRecord deployed(ServiceRecord before, Event event, ServiceSpec spec) {
    String actor = event.draft().actor();
    boolean settles =
        isDirectory(actor)
            || before.file().filter(m -> m.digest().equals(spec.digest())).isPresent();
    FileMark mark = new FileMark(spec.digest(), FileOutcome.ACCEPTED, event.id(), 0);
    return (settles ? before.file(Optional.of(mark)) : before)
        .deployed(spec, event.id(), actor, event.time().toEpochMilli());
  }

  private static ServiceRecord failed(
      ServiceRecord before, Event event, Payload.ServiceDeploymentFailed failed) {
    Optional<Intent> ended =
        before.open().filter(intent -> intent.eventId() == event.draft().cause());
    ServiceRecord after = ended.isPresent() ? before.open(Optional.empty()) : before;
    boolean interrupted = INTERRUPTED.equals(failed.outcome());
    String actor = interrupted ? ended.map(Intent::actor).orElse("") : event.draft().actor();
    if (!isDirectory(actor) || NO_SPACE.equals(failed.outcome())) {
      return after;
    }
    int deaths = deaths(before, failed.digest()) + (interrupted ? 1 : 0);
    return after.file(
        Optional.of(new FileMark(failed.digest(), outcome(failed.outcome()), event.id(), deaths)));
  }

  private static int deaths(ServiceRecord before, String digest) {
    return before
        .file()
        .filter(mark -> mark.digest().equals(digest))
        .map(FileMark::interruptions)
        .orElse(0);
  }

  private static ServiceRecord killed(ServiceRecord before, Event event) {
    ServiceRecord killed = stand(before, Standing.KILLED, event);
    return isDirectory(event.draft().actor())
        ? killed.file(before.file().filter(m -> m.outcome() == FileOutcome.INTERRUPTED))
        : killed;
  }

  private static ServiceRecord stand(ServiceRecord before, Standing standing, Event event) {
    return before.spec().isEmpty()
        ? before
        : before.stand(standing, event.id(), event.time().toEpochMilli());
  }

  private static FileOutcome outcome(String outcome) {
    return switch (outcome) {
      case "unresolved" -> FileOutcome.UNRESOLVED;
      case INTERRUPTED -> FileOutcome.INTERRUPTED;
      default -> FileOutcome.REFUSED;
    };
  }

  private static boolean isDirectory(String actor) {
    return actor.startsWith(DIRECTORY);
  }
}
