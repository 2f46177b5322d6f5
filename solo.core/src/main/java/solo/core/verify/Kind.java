package solo.core.verify;

/**
 * The kinds of findings. A kind's name is part of the log's format. The table is in {@code
 * docs/verifying.md}.
 */
public enum Kind {
  /** Events are missing from the journal. */
  LOG_GAP(Severity.SEVERE, Repair.NEVER),
  /** An event is not what was written. */
  CHAIN_BROKEN(Severity.SEVERE, Repair.NEVER),
  /** An artifact that the log names is not there. */
  ARTIFACT_MISSING(Severity.SEVERE, Repair.NEVER),
  /** An artifact's bytes are not those of its name. */
  ARTIFACT_CORRUPT(Severity.SEVERE, Repair.NEVER),
  /** A store, or a part of it, cannot be read, so that nothing is known of it. */
  STORE_UNREADABLE(Severity.SEVERE, Repair.NEVER),
  /** The data directory is older than its head outside of it knows, or empty. */
  HEAD_AHEAD(Severity.SEVERE, Repair.NEVER),
  /** The data directory is another than the one that its head outside of it knows. */
  HEAD_FOREIGN(Severity.SEVERE, Repair.NEVER),
  /** A head that was signed is not in the log: it was cut, or written anew. */
  SIGNED_HEAD_LOST(Severity.SEVERE, Repair.NEVER),
  /** A signed head is not what the key signed, or heads between are missing. */
  SIGNATURE_BROKEN(Severity.SEVERE, Repair.NEVER),
  /** An archived segment is missing, or is not the one that was taken out of the log. */
  ARCHIVE_BROKEN(Severity.SEVERE, Repair.NEVER),
  /** What is kept of old segments is not what the log says. */
  BASE_BROKEN(Severity.SEVERE, Repair.NEVER),
  /** A service should run and has no bundle. */
  MISSING_SERVICE(Severity.ERROR, Repair.AUTO),
  /** A service's bundle is there and not active. */
  NOT_ACTIVE(Severity.ERROR, Repair.AUTO),
  /** A bundle is there that no event accounts for. */
  ORPHAN_SERVICE(Severity.ERROR, Repair.AUTO),
  /** A service was killed and its bundle is there. */
  KILLED_BUT_ALIVE(Severity.ERROR, Repair.AUTO),
  /** A service has more than one bundle. */
  DUPLICATE(Severity.ERROR, Repair.AUTO),
  /** A service runs from other bytes than those that were logged. */
  DRIFT(Severity.ERROR, Repair.ASKED),
  /** What Solo repairs is broken again and again by something else. */
  REPAIR_FIGHT(Severity.ERROR, Repair.NEVER),
  /** A token that was revoked opens something. */
  TOKEN_REVOKED_LIVE(Severity.ERROR, Repair.AUTO),
  /** A token is known that no event has granted. */
  TOKEN_ORPHAN(Severity.ERROR, Repair.NEVER),
  /** A secret is kept that no event has stored, or whose key is gone. */
  SECRET_ORPHAN(Severity.ERROR, Repair.NEVER),
  /** The machine's clock leapt, and nobody has accepted that. */
  CLOCK_LEAP(Severity.WARNING, Repair.NEVER),
  /** A checkpoint is not the fold of the log at its id. */
  CHECKPOINT_MISMATCH(Severity.WARNING, Repair.AUTO),
  /** The event index lacks events, or leads to others. */
  INDEX_BEHIND(Severity.WARNING, Repair.AUTO),
  /** A store that is derived from the log is off, or lacks something that the log says. */
  STORE_BEHIND(Severity.WARNING, Repair.AUTO),
  /** A deploy has begun, is not under way and has no end in the log. */
  OPEN_INTENT(Severity.WARNING, Repair.AUTO),
  /** An event is whole and cannot be understood by this version. */
  UNREADABLE_EVENT(Severity.WARNING, Repair.NEVER),
  /** There is no signed head of the log, or not the key to check it. */
  SIGNED_HEADS_MISSING(Severity.WARNING, Repair.NEVER),
  /** There is no head outside the data directory, so that an older one would not be noticed. */
  HEAD_MISSING(Severity.WARNING, Repair.NEVER);

  /** Who may have it repaired. */
  public enum Repair {
    /** Nobody: an operator decides. */
    NEVER,
    /** An operator who asks for just that. */
    ASKED,
    /** Solo itself. */
    AUTO
  }

  private final Severity severity;
  private final Repair repair;

  Kind(Severity severity, Repair repair) {
    this.severity = severity;
    this.repair = repair;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** Who may have it repaired. */
  public Repair repair() {
    return repair;
  }
}
