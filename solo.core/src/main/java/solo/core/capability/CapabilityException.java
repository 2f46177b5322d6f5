package solo.core.capability;

import java.util.Objects;

/** A grant, renewal or revocation was not made; nothing was changed. */
public final class CapabilityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Cause {
    /** There is no token with the accessor, or the caller may not know of it. */
    NOT_FOUND,
    /** What was asked for is out of range, or wider than what it is delegated from. */
    REFUSED,
    /** The tokens are still being brought back from the log. */
    RESTORING,
    /**
     * They could not be brought back: until a restart nothing is granted, and no token is valid.
     */
    NOT_RESTORED,
    /** The stop of the container has begun. */
    SHUTTING_DOWN,
    /** The log could not take it; no token was handed out. */
    NOT_DURABLE
  }

  private final Cause why;

  /** With a message for people: the thing, the expected and the actual, and what to do. */
  public CapabilityException(Cause why, String message) {
    super(message);
    this.why = Objects.requireNonNull(why, "why");
  }

  /** The same with its origin. */
  public CapabilityException(Cause why, String message, Throwable origin) {
    super(message, origin);
    this.why = Objects.requireNonNull(why, "why");
  }

  /** Why. */
  public Cause why() {
    return why;
  }
}
