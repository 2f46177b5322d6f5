package solo.capability.provider;

/** Since when the follower of the log has come no further although it could. */
final class Lag {
  private long applied = -1;
  private long since;

  /** Looks; {@code nanos} is of a monotonic clock. How long it stands, in nanoseconds. */
  synchronized long look(long appliedNow, long last, long nanos) {
    if (appliedNow != applied || appliedNow >= last) {
      applied = appliedNow;
      since = nanos;
    }
    return nanos - since;
  }
}
