package solo.core.capability;

/** The caller may not do what it asked for; nothing was done. */
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names who, what and in which tenant. */
  public AccessDeniedException(Caller caller, Permission permission, String tenant) {
    super(
        "%s may not %s in tenant %s"
            .formatted(
                caller.actor(), permission.name().toLowerCase(java.util.Locale.ROOT), tenant));
  }
}
