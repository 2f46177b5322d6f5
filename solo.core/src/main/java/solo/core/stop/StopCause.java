package solo.core.stop;

import solo.core.capability.Caller;

/**
 * Why the container stops.
 *
 * @param trigger {@code shutdown} by command, or {@code framework} where the framework was stopped
 *     from outside, such as by a signal
 * @param caller who asked
 * @param reason in the caller's words; may be empty
 */
record StopCause(String trigger, Caller caller, String reason) {

  /** The framework is stopped from outside: a signal, the launcher, a management tool. */
  static final StopCause FRAMEWORK =
      new StopCause("framework", Caller.system("stop"), "the framework is stopped");

  /** Someone asked for it. */
  static StopCause asked(Caller caller, String reason) {
    return new StopCause("shutdown", caller, reason);
  }
}
