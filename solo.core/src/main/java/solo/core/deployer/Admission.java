package solo.core.deployer;

import java.nio.file.Path;
import solo.core.capability.Caller;
import solo.core.deploy.Artifacts.Kept;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Gate;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StartNotes;
import solo.core.recovery.Suspects;

/** What is decided before an intent is written: are these bytes taken, and with which spec. */
final class Admission {
  /** So many deploys of one file that the process died in refuse it. */
  private static final int INTERRUPTIONS_TO_REFUSE = 2;

  private final Intake intake;
  private final Gate gate;
  private final StartNotes notes;
  private final DeployerConfig config;
  private final NamedSecrets secrets;

  Admission(
      Intake intake, Gate gate, StartNotes notes, DeployerConfig config, NamedSecrets secrets) {
    this.intake = intake;
    this.gate = gate;
    this.notes = notes;
    this.config = config;
    this.secrets = secrets;
  }

  /** Makes the bytes of the file durable. */
  Kept keep(Path file) throws DeployException {
    return intake.keep(file);
  }

  /** Checks the kept copy and says what is to run. */
  ServiceSpec admit(DeployRequest request, Caller caller, Kept kept, ServiceRecord record)
      throws DeployException {
    Gate.Passed passed = gate.check(kept.digest());
    if (!request.retry() && tookTheProcessDown(kept.digest(), record)) {
      throw new DeployException(
          Cause.SUSPECT,
          "starting these bytes took the container down; deploy with --retry to try again",
          0);
    }
    ServiceSpec spec = spec(request, kept, passed);
    secrets.require(request.key(), spec, caller);
    return spec;
  }

  private ServiceSpec spec(DeployRequest request, Kept kept, Gate.Passed passed) {
    return new ServiceSpec(
        ServiceSpec.BUNDLE,
        kept.digest(),
        kept.size(),
        passed.symbolicName(),
        passed.version(),
        OneLine.of(request.source()),
        config.restarts(),
        config.restartWindowMs(),
        request.startTimeoutMs() > 0 ? request.startTimeoutMs() : config.startTimeoutMs(),
        request.stopTimeoutMs() > 0 ? request.stopTimeoutMs() : config.stopTimeoutMs(),
        passed.secrets());
  }

  private boolean tookTheProcessDown(String digest, ServiceRecord record) {
    boolean known = record.spec().filter(spec -> spec.digest().equals(digest)).isPresent();
    if (known && record.standing() == Standing.DEPLOYED) {
      return false;
    }
    if (known && record.standing() == Standing.QUARANTINED) {
      return true;
    }
    Suspects.Note note = notes.suspects().byKey().get(record.key());
    boolean suspect =
        note != null
            && note.digest().equals(digest)
            && note.deaths() >= Suspects.DEATHS_TO_QUARANTINE;
    return suspect || record.file().filter(mark -> isDeadly(mark, digest)).isPresent();
  }

  private static boolean isDeadly(ServiceRecord.FileMark mark, String digest) {
    return mark.digest().equals(digest)
        && mark.outcome() == FileOutcome.INTERRUPTED
        && mark.interruptions() >= INTERRUPTIONS_TO_REFUSE;
  }
}
