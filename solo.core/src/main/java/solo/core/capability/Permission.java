package solo.core.capability;

/** What a caller may be allowed to do to one tenant, or to the container. */
public enum Permission {
  /** Deploy and update services. */
  DEPLOY,
  /** Kill services. */
  KILL,
  /** See services, status and reports. */
  READ,
  /** Query events. */
  EVENTS,
  /** Everything, in every tenant: checkpoint, shutdown, the Gogo language. */
  ADMIN
}
