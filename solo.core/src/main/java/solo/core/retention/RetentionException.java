package solo.core.retention;

/** Nothing was removed; the message says what is in the way and what to do. */
public final class RetentionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is in the way. */
  public RetentionException(String message, Throwable origin) {
    super(message, origin);
  }
}
