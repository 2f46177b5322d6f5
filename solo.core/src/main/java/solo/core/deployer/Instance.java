package solo.core.deployer;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.osgi.framework.Bundle;
import solo.core.deploy.ServiceSpec;
import solo.core.tenant.ServiceKey;

/** One installed bundle of a service. Its phase is written by the one operation on its key. */
final class Instance {

  /** How far it is. */
  enum Phase {
    /** Installed; its start has not ended. */
    STARTING,
    /** Its start ended well. */
    RUNNING,
    /** Its stop has begun. */
    STOPPING,
    /** It should run and does not. */
    FAILED
  }

  /** What it is doing, since when, and in words where there is something to say. */
  record Condition(Phase phase, Instant since, String detail) {}

  private final ServiceKey key;
  private final ServiceSpec spec;
  private final Bundle bundle;
  private final Path link;
  private final long installedAtMs;
  private volatile long eventId;
  private volatile long startNumber;
  private volatile Condition condition;
  private volatile Attempt pending;

  Instance(ServiceKey key, ServiceSpec spec, long eventId, Bundle bundle, Path link) {
    this.key = key;
    this.spec = spec;
    this.eventId = eventId;
    this.bundle = Objects.requireNonNull(bundle);
    this.link = link;
    installedAtMs = bundle.getLastModified();
    become(Phase.STARTING, "");
  }

  ServiceKey key() {
    return key;
  }

  ServiceSpec spec() {
    return spec;
  }

  Bundle bundle() {
    return bundle;
  }

  /** The file it is installed from. */
  Path link() {
    return link;
  }

  /** The deploy event it runs by, or the intent while it is being deployed. */
  long eventId() {
    return eventId;
  }

  void acknowledged(long deployedId) {
    eventId = deployedId;
  }

  /**
   * Whether the bundle was updated by somebody else: then its code is not that of the spec. Neither
   * a start, a stop nor a refresh changes the time that is compared.
   */
  boolean isChanged() {
    return bundle.getState() != Bundle.UNINSTALLED && bundle.getLastModified() != installedAtMs;
  }

  /** Counts starts of the process, 0 before its first. */
  long startNumber() {
    return startNumber;
  }

  void startedAs(long number) {
    startNumber = number;
  }

  Condition condition() {
    return condition;
  }

  void become(Phase phase, String detail) {
    condition = new Condition(phase, Instant.now(), detail);
  }

  /** A start or a stop that ran out of time and may still hold the bundle. */
  void leftBehind(Attempt attempt) {
    pending = attempt;
  }

  /** The attempt that still holds the bundle, null where none does. */
  Attempt pending() {
    Attempt attempt = pending;
    return attempt == null || attempt.ended() ? null : attempt;
  }

  boolean isActive() {
    return condition.phase() == Phase.RUNNING && bundle.getState() == Bundle.ACTIVE;
  }

  /** What is wrong with it, empty where nothing is or nothing is known. */
  String detail() {
    Condition now = condition;
    int state = bundle.getState();
    if (now.phase() == Phase.FAILED && state == Bundle.ACTIVE) {
      return "its bundle was started from outside Solo; before that " + now.detail();
    }
    if (now.phase() != Phase.RUNNING) {
      return now.detail();
    }
    if (state != Bundle.ACTIVE) {
      String done = state == Bundle.UNINSTALLED ? "uninstalled" : "stopped";
      return "its bundle was %s from outside Solo".formatted(done);
    }
    return isChanged()
        ? "its bundle was updated from outside Solo: its code is not that of event " + eventId
        : now.detail();
  }

  /** Whether it runs, from the code of its spec. */
  boolean runsAsLogged() {
    return isActive() && !isChanged();
  }

  @Override
  public String toString() {
    return key + " (bundle " + bundle.getBundleId() + ")";
  }
}
