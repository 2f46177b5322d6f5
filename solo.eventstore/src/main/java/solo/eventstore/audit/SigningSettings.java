package solo.eventstore.audit;

import java.time.Duration;

/**
 * When heads are signed.
 *
 * @param every after so many events
 * @param after when so long no event came, and at the latest after ten times that
 */
record SigningSettings(long every, Duration after) {
  private static final int LATEST = 10;

  /** No event waits longer. */
  Duration latest() {
    return after.multipliedBy(LATEST);
  }
}
