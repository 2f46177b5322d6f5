package solo.core.event;

import java.util.Objects;

/** The event store could not do what it was asked for. */
public final class EventStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, for programs. */
  public enum Cause {
    /** The disk is full: nothing was acknowledged; try again after freeing space. */
    DISK_FULL,
    /** A write or a force failed: the process is about to end. */
    IO_FAILURE,
    /** Acknowledged data is not what was written. */
    DAMAGED,
    /** The event is larger than a record may be. */
    TOO_LARGE,
    /** The store is closed. */
    CLOSED
  }

  private final Cause why;

  /** A failure with what led to it, which may be null. */
  public EventStoreException(Cause why, String message, Throwable origin) {
    super(message, origin);
    this.why = Objects.requireNonNull(why, "why");
  }

  /** Why, for programs. */
  public Cause why() {
    return why;
  }
}
