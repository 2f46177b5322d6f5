package solo.core.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;

/**
 * What an event says besides its envelope. A type's name in log, shell and JSON is its record's
 * name in snake case: {@code ServiceDeployed} is {@code service_deployed}. Fields are strings,
 * longs, ints, booleans, a {@link ServiceSpec}, or lists of records of these; a field's name is
 * part of the log's format and is never reused for another meaning. A reader ignores fields it does
 * not know and takes 0, false, "" or an empty list for one that is missing.
 */
public sealed interface Payload {

  /** The process began; nothing runs yet. */
  record SystemStarted(
      String soloVersion, String javaVersion, long pid, String kernelBoot, boolean lastStopClean)
      implements Payload {}

  /** Recovery has ended and the container takes work. */
  record SystemReady(long durationMs) implements Payload {}

  /** The report of a recovery, whole; {@code services} holds at most 1000 not simply recovered. */
  record RecoveryCompleted(
      String status,
      long startedAtMs,
      long durationMs,
      int recovered,
      int skipped,
      int failed,
      int alreadyRunning,
      int waiting,
      int quarantined,
      List<Line> services)
      implements Payload {

    /** One service of the report. */
    public record Line(
        String key, String outcome, String reason, long originalEventId, long durationMs) {}
  }

  /** A stop has begun. */
  record SystemShutdownStarted(String trigger) implements Payload {}

  /** The last record of a clean stop. */
  record SystemShutdownComplete(String trigger, long durationMs, int exitCode, String stragglers)
      implements Payload {}

  /** An operator accepted that acknowledged records are lost. */
  record DataLossAccepted(long firstLostId, String detail) implements Payload {}

  /** The intent to deploy or update; {@code file} names the file of a deploy by directory. */
  record ServiceDeploying(ServiceSpec spec, boolean update, boolean retry) implements Payload {}

  /** The service runs from this spec; its cause is the intent. */
  record ServiceDeployed(ServiceSpec spec, boolean update, long durationMs) implements Payload {}

  /**
   * The deploy did not happen; what ran before runs on. Its cause is the intent, 0 where it was
   * refused before one.
   *
   * @param outcome {@code refused}, {@code unresolved}, {@code failed}, {@code interrupted} by the
   *     death of the process, or {@code stopped} where a clean stop did not wait for its end
   * @param digest of the refused bytes, empty where they could not be read
   * @param detail which package, capability or exception; what to do
   */
  record ServiceDeploymentFailed(String outcome, String digest, String source, String detail)
      implements Payload {}

  /** The service is not to run; it is stopped after this is durable. */
  record ServiceKilled(String digest) implements Payload {}

  /** It took the container down at start too often. */
  record ServiceQuarantined(String digest, int deaths) implements Payload {}

  /** It runs again after a restart, from the deploy event that is the cause. */
  record ServiceRecovered(String digest, long durationMs) implements Payload {}

  /** It should run and could not be brought back. */
  record ServiceRecoveryFailed(String digest, String detail) implements Payload {}

  /** A checkpoint was written, re-read and compared. */
  record CheckpointCreated(long atId, long bytes, long services, long durationMs)
      implements Payload {}

  /** Something is not as the log says. */
  record InconsistencyFound(String kind, String severity, String detail) implements Payload {}

  /** Something was not as the log says and was repaired. */
  record InconsistencyFixed(String kind, String before, String after) implements Payload {}

  /**
   * A verify ended whose result is worth keeping: that of the boot, a deep one, or one with another
   * result than the one before it.
   *
   * @param depth {@code BOOT} or {@code DEEP}
   * @param status {@code OK}, {@code WARNING} or {@code ERROR}
   * @param atId the last event that it looked at
   * @param findings how many there were
   * @param fixed how many of others were mended
   * @param listed the worst, at most 100
   */
  record VerificationCompleted(
      String depth,
      String status,
      long durationMs,
      long atId,
      int expected,
      int running,
      int busy,
      int findings,
      int fixed,
      List<Found> listed)
      implements Payload {

    /** One finding, as {@code solo.core.verify.Finding}. */
    public record Found(
        String kind,
        String tenant,
        String service,
        String about,
        String detail,
        String fix,
        boolean fixable,
        long acceptedBy) {}
  }

  /**
   * A token was made; its tenant is that of the event, none for every tenant. What it opens with is
   * not in the log, only its digest.
   *
   * @param sha256 of the token, 64 lower-case hex digits
   * @param parent the accessor it was delegated from, empty where it was granted
   * @param permissions words with commas between them
   * @param operations names with commas between them
   * @param perSecond 0 for no limit
   */
  record CapabilityGranted(
      String accessor,
      String sha256,
      String parent,
      int depth,
      String resource,
      String permissions,
      String operations,
      long createdAtMs,
      long expiresAtMs,
      long renewableUntilMs,
      int perSecond,
      int burst,
      String note)
      implements Payload {}

  /** A token lives until then. */
  record CapabilityRenewed(String accessor, long expiresAtMs) implements Payload {}

  /**
   * A token has ended, and with it all that was delegated from it.
   *
   * @param accessor empty for every token of the event's tenant that was granted before
   * @param tokens how many were in force
   */
  record CapabilityRevoked(String accessor, int tokens) implements Payload {}

  /**
   * A use of a token was denied.
   *
   * @param accessor empty for a token that is not known
   * @param why {@code malformed}, {@code unknown}, {@code expired}, {@code revoked}, {@code
   *     wrong_tenant}, {@code wrong_resource}, {@code wrong_permission} or {@code wrong_operation}
   * @param suppressed how many alike were not written since the last one
   */
  record CapabilityDenied(
      String accessor, String why, String permission, String resource, long suppressed)
      implements Payload {}

  /** So many uses of a token passed since the last such event. */
  record CapabilityVerified(String accessor, long count, long lastAtMs) implements Payload {}

  /** The vault cannot be read until somebody unseals it. */
  record VaultSealed(String why) implements Payload {}

  /** The vault can be read. */
  record VaultUnsealed(int masterKey, String source) implements Payload {}

  /** All data keys are wrapped by another master key. */
  record VaultRotated(int masterKey, String source, int keys) implements Payload {}

  /** The keys and so all secrets of the tenant are gone. */
  record VaultShredded(int secrets, int keys) implements Payload {}

  /**
   * A secret has a new version.
   *
   * @param keyId which of the tenant's data keys
   * @param ciphertext nonce, ciphertext and tag, in Base64
   * @param bytes the length of the value
   */
  record SecretStored(String name, int version, long keyId, String ciphertext, int bytes)
      implements Payload {}

  /** A secret is read by the actor; the event's service is the one that gets it, if any. */
  record SecretAccessed(String name, int version) implements Payload {}

  /** A secret was not handed out. */
  record SecretAccessDenied(String name, String why) implements Payload {}

  /** A secret is gone, with all its versions. */
  record SecretDeleted(String name, int versions) implements Payload {}

  /** The tenant may ask so often; 0 for as often as it likes. */
  record LimitsChanged(int perSecond, int burst) implements Payload {}

  /** The container's clock follows a leap of the machine's. */
  record ClockAccepted(long machineMs, long containerMs, boolean atStart) implements Payload {}

  /**
   * Old segments were taken out of the log.
   *
   * @param throughId the last event that was taken out
   * @param link of that event, 64 hex digits
   * @param base SHA-256 of the file that holds what is kept of them, 64 hex digits
   * @param kept how many of their events are kept in it
   * @param action {@code archive} or {@code delete}
   * @param segments how many were taken out this time
   * @param bytes of their files
   */
  record RetentionApplied(
      long throughId, String link, String base, long kept, String action, int segments, long bytes)
      implements Payload {}

  /** Artifacts that nothing names were removed. */
  record ArtifactsCollected(int artifacts, long bytes) implements Payload {}

  /**
   * A backup is on disk.
   *
   * @param atId the last event in it
   * @param link of that event, 64 hex digits
   * @param sha256 of the file
   */
  record BackupCreated(
      String file, String sha256, long atId, String link, long bytes, int artifacts)
      implements Payload {}

  /**
   * The log before this event came from a backup; what another log had after {@code atId} is not
   * there.
   *
   * @param sha256 of the file
   * @param backupAtId the last event of the backup
   * @param atId the event up to which it was restored
   * @param link of that event, 64 hex digits
   */
  record BackupRestored(String file, String sha256, long backupAtId, long atId, String link)
      implements Payload {}

  /**
   * From here on heads are signed by this key.
   *
   * @param keyId the first 16 hex digits of the SHA-256 of the public key's X.509 encoding
   * @param publicKey its X.509 encoding in Base64
   */
  record AuditKeyChanged(String keyId, String publicKey) implements Payload {}

  /**
   * An operator accepted that signed heads are gone, or that nothing was signed of what retention
   * left.
   */
  record AuditAccepted(String detail) implements Payload {}

  /** A record with good checksum and chain whose body this version cannot read; never written. */
  record Unreadable(String detail) implements Payload {}

  /** The type's name in log, shell and JSON. */
  default String type() {
    return typeOf(getClass());
  }

  /** The name of a type. */
  static String typeOf(Class<? extends Payload> type) {
    return TypeNames.of(type);
  }

  /** Every type by its name, sorted. */
  static Map<String, Class<? extends Payload>> types() {
    Map<String, Class<? extends Payload>> types = new TreeMap<>();
    List<Class<?>> all = new ArrayList<>(List.of(Payload.class.getPermittedSubclasses()));
    for (Class<?> type : all) {
      Class<? extends Payload> payload = type.asSubclass(Payload.class);
      types.put(typeOf(payload), Objects.requireNonNull(payload));
    }
    return types;
  }
}
