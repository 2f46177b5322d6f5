package solo.core.recovery;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.Decision.FileAction;
import solo.core.recovery.Decision.Verdict;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/**
 * The one function that says what should run: boot, deploy directory and verifier all ask it. Pure.
 * The table is drawn in {@code docs/what-should-run.md}.
 */
public final class WhatShouldRun {

  /** So many deaths in the deploy of one content refuse it. */
  static final int DEATHS_TO_REFUSE = 2;

  /** What is said of a service that waits for the vault. */
  public static final String WAITS_FOR_THE_VAULT = "waits for the vault: vault-unseal";

  private WhatShouldRun() {}

  /**
   * One decision for each service that the log or the directory knows, by key.
   *
   * @param fold of the log; an intent that is open in it is under way, or, at boot, was interrupted
   * @param files of the deploy directory
   * @param suspects of the last death
   * @param seal of the vault
   */
  public static SortedMap<ServiceKey, Decision> decide(
      SystemState fold, DeployFiles files, Suspects suspects, Seal seal) {
    SortedSet<ServiceKey> keys = new TreeSet<>(fold.services().keySet());
    keys.addAll(files.digests().keySet());
    SortedMap<ServiceKey, Decision> decisions = new TreeMap<>();
    for (ServiceKey key : keys) {
      decisions.put(key, decide(fold.service(key), files, suspects, seal));
    }
    return decisions;
  }

  private static Decision decide(
      ServiceRecord record, DeployFiles files, Suspects suspects, Seal seal) {
    Suspects.Note suspect = suspects.byKey().get(record.key());
    Verdict verdict = verdict(record, suspect, seal);
    Optional<ServiceSpec> spec = verdict.wants() ? record.spec() : Optional.empty();
    return new Decision(
        record.key(),
        verdict,
        spec,
        verdict.wants() ? record.specId() : 0,
        record.open(),
        fileAction(record, verdict, files),
        why(record, verdict, suspect));
  }

  private static Verdict verdict(ServiceRecord record, Suspects.Note suspect, Seal seal) {
    return switch (record.standing()) {
      case UNDEPLOYED -> Verdict.UNDEPLOYED;
      case KILLED -> Verdict.KILLED;
      case QUARANTINED -> Verdict.QUARANTINED;
      case DEPLOYED -> deployed(record.spec().orElseThrow(), suspect, seal);
    };
  }

  private static Verdict deployed(ServiceSpec spec, Suspects.Note suspect, Seal seal) {
    boolean suspected = suspect != null && suspect.digest().equals(spec.digest());
    if (suspected && suspect.deaths() >= Suspects.DEATHS_TO_QUARANTINE) {
      return Verdict.QUARANTINE;
    } else if (seal == Seal.SEALED && !spec.secretNames().isEmpty()) {
      return Verdict.WAIT;
    }
    return suspected ? Verdict.RUN_ALONE : Verdict.RUN;
  }

  private static FileAction fileAction(ServiceRecord record, Verdict verdict, DeployFiles files) {
    if (record.open().isPresent()) {
      return FileAction.NONE;
    }
    String digest = files.digests().get(record.key());
    if (digest == null) {
      return files.trusted() ? absent(record) : FileAction.NONE;
    }
    boolean quarantined = verdict == Verdict.QUARANTINE || verdict == Verdict.QUARANTINED;
    if (quarantined && record.spec().orElseThrow().digest().equals(digest)) {
      return FileAction.REFUSE;
    }
    return record
        .file()
        .filter(mark -> mark.digest().equals(digest))
        .map(mark -> seen(record, mark))
        .orElse(FileAction.DEPLOY);
  }

  private static FileAction seen(ServiceRecord record, FileMark mark) {
    if (mark.outcome() != FileOutcome.INTERRUPTED) {
      return FileAction.NONE;
    }
    if (mark.interruptions() >= DEATHS_TO_REFUSE) {
      return FileAction.REFUSE;
    }
    boolean outdated = record.standingId() > mark.eventId();
    return outdated ? FileAction.NONE : FileAction.RETRY_ALONE;
  }

  private static FileAction absent(ServiceRecord record) {
    boolean wanted =
        record.standing() == Standing.DEPLOYED || record.standing() == Standing.QUARANTINED;
    if (wanted && record.specActor().startsWith(Fold.DIRECTORY)) {
      return FileAction.KILL;
    }
    boolean deadly = record.file().filter(m -> m.outcome() == FileOutcome.INTERRUPTED).isPresent();
    return record.file().isEmpty() || deadly ? FileAction.NONE : FileAction.FORGET;
  }

  private static String why(ServiceRecord record, Verdict verdict, Suspects.Note suspect) {
    return switch (verdict) {
      case RUN -> "deployed by event " + record.specId();
      case RUN_ALONE ->
          "deployed by event %d; the process died while it started (%d of %d)"
              .formatted(record.specId(), suspect.deaths(), Suspects.DEATHS_TO_QUARANTINE);
      case WAIT -> WAITS_FOR_THE_VAULT;
      case KILLED -> "killed by event " + record.standingId();
      case QUARANTINE -> "the process died %d times while it started".formatted(suspect.deaths());
      case QUARANTINED -> "quarantined by event " + record.standingId();
      case UNDEPLOYED -> "no deploy of it was acknowledged";
    };
  }
}
