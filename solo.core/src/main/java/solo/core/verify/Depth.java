package solo.core.verify;

/** How much is read. */
public enum Depth {
  /**
   * The fold against the live bundles, digests taken at install, the tail's chain, the ids that the
   * projections are at. Costs what the services and the tail cost, not what the log does.
   */
  BOOT,
  /** Besides, every event from the first, each checkpoint, every artifact, every store in full. */
  DEEP
}
