package solo.core.deploy;

import java.util.Objects;

/** A deploy or a kill that was refused or failed; what ran before runs on. */
public final class DeployException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for programs. */
  public enum Cause {
    /** The file is not a bundle that Solo takes. */
    NOT_A_BUNDLE,
    /** A package, bundle, capability or secret that it requires is missing, or the vault sealed. */
    UNRESOLVED,
    /** The caller may not read a secret that the bundle names. */
    DENIED,
    /** Its start threw. */
    START_FAILED,
    /** Its start did not end in time. */
    START_TIMED_OUT,
    /** Starting these bytes took the container down; deploy with retry to try again. */
    SUSPECT,
    /** The artifact is missing or its bytes are not what the log says. */
    ARTIFACT_DAMAGED,
    /** There is no such service. */
    NOT_FOUND,
    /** The disk is full; nothing was changed. */
    DISK_FULL,
    /** Solo is shutting down. */
    SHUTTING_DOWN,
    /** Reading or writing failed. */
    IO_FAILURE
  }

  private final Cause why;
  private final long eventId;

  /**
   * A refusal.
   *
   * @param eventId the event that recorded it, or 0 where none did
   */
  public DeployException(Cause why, String message, long eventId) {
    super(message);
    this.why = Objects.requireNonNull(why, "why");
    this.eventId = eventId;
  }

  /** Why, for programs. */
  public Cause why() {
    return why;
  }

  /** The event that recorded it, or 0 where none did. */
  public long eventId() {
    return eventId;
  }
}
