package solo.core.recovery;

import java.util.Objects;
import java.util.Optional;
import solo.core.deploy.ServiceSpec;
import solo.core.tenant.ServiceKey;

/**
 * What the log says of one service.
 *
 * @param standing what the last acknowledged change made of it
 * @param standingId the event of that change, 0 where there was none
 * @param standingAtMs its time, epoch milliseconds
 * @param spec of the last {@code service_deployed}, also of a killed one; empty where none was
 * @param specId the event the spec comes from, 0 where none
 * @param specActor who deployed the spec, as {@link solo.core.capability.Caller#actor()}; empty
 *     where none
 * @param open an intent that has no end yet
 * @param file what became of the last content seen in the deploy directory under this key
 */
public record ServiceRecord(
    ServiceKey key,
    Standing standing,
    long standingId,
    long standingAtMs,
    Optional<ServiceSpec> spec,
    long specId,
    String specActor,
    Optional<Intent> open,
    Optional<FileMark> file) {

  /** What the last acknowledged change made of a service. */
  public enum Standing {
    /** No deploy of it was ever acknowledged. */
    UNDEPLOYED,
    /** It is to run. */
    DEPLOYED,
    /** It is not to run. */
    KILLED,
    /** It is not to run, since it took the container down at start. */
    QUARANTINED
  }

  /**
   * A {@code service_deploying} without its end.
   *
   * @param actor who asked for it
   */
  public record Intent(long eventId, ServiceSpec spec, String actor) {}

  /** How the last content seen in the deploy directory fared. */
  public enum FileOutcome {
    /** It was deployed. */
    ACCEPTED,
    /** It was refused before any of its code ran, or it failed to start. */
    REFUSED,
    /** Something it requires was missing. */
    UNRESOLVED,
    /** The process died while it was being deployed. */
    INTERRUPTED
  }

  /**
   * The last content seen in the deploy directory.
   *
   * @param digest of the content; empty where it could not be read as a whole
   * @param eventId the event that says so
   * @param interruptions how many deploys of this content the process died in
   */
  public record FileMark(String digest, FileOutcome outcome, long eventId, int interruptions) {}

  /** Checks that nothing is missing, and that only what was deployed is to run. */
  public ServiceRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(specActor, "specActor");
    Objects.requireNonNull(open, "open");
    Objects.requireNonNull(file, "file");
    if ((standing == Standing.UNDEPLOYED) == spec.isPresent()) {
      throw new IllegalArgumentException(key + ": " + standing + " with spec " + spec);
    }
  }

  /** A service of which the log says nothing yet. */
  public static ServiceRecord unknown(ServiceKey key) {
    return new ServiceRecord(
        key,
        Standing.UNDEPLOYED,
        0,
        0,
        Optional.empty(),
        0,
        "",
        Optional.empty(),
        Optional.empty());
  }

  ServiceRecord stand(Standing next, long id, long atMs) {
    return new ServiceRecord(key, next, id, atMs, spec, specId, specActor, open, file);
  }

  ServiceRecord deployed(ServiceSpec next, long id, String actor, long atMs) {
    return new ServiceRecord(
        key, Standing.DEPLOYED, id, atMs, Optional.of(next), id, actor, Optional.empty(), file);
  }

  ServiceRecord open(Optional<Intent> intent) {
    return new ServiceRecord(
        key, standing, standingId, standingAtMs, spec, specId, specActor, intent, file);
  }

  ServiceRecord file(Optional<FileMark> mark) {
    return new ServiceRecord(
        key, standing, standingId, standingAtMs, spec, specId, specActor, open, mark);
  }

  /** Whether the log says nothing of it that matters later. */
  boolean isBlank() {
    return standing == Standing.UNDEPLOYED && open.isEmpty() && file.isEmpty();
  }
}
