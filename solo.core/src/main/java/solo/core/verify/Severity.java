package solo.core.verify;

/** How bad a finding is; the later, the worse. */
public enum Severity {
  /** Nothing that runs is wrong. */
  WARNING,
  /** What runs is not what was logged. */
  ERROR,
  /** The truth itself, or what it names, is damaged; never repaired by Solo itself. */
  SEVERE
}
