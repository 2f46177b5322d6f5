package solo.core.capability;

/**
 * The caller may not do what it asked for; nothing was done. One answer for every reason: what was
 * wrong with a token is in the log alone.
 */
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names who, what and in which tenant. */
  public AccessDeniedException(Caller caller, Permission permission, String tenant) {
    this(
        "%s may not %s in %s"
            .formatted(
                caller.actor(),
                permission.word(),
                tenant.equals(Authorization.EVERY_TENANT) ? "every tenant" : "tenant " + tenant));
  }

  private AccessDeniedException(String message) {
    super(message);
  }

  /** Of a token that opens nothing, or not this. */
  public static AccessDeniedException token() {
    return new AccessDeniedException("the token is not valid for this");
  }
}
