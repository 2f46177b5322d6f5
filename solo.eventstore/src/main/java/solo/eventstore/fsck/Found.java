package solo.eventstore.fsck;

import solo.core.verify.Finding;
import solo.core.verify.Severity;

/**
 * A finding.
 *
 * @param accepted whether an operator accepted it: then it is worth a warning at most, also before
 *     the log has the event that says so
 */
record Found(Finding finding, boolean accepted) {

  static Found of(Finding finding) {
    return new Found(finding, finding.acceptedBy() != 0);
  }

  boolean isError() {
    return !accepted && finding.severity() != Severity.WARNING;
  }
}
