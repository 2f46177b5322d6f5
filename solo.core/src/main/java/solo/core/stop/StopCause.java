package solo.core.stop;

import solo.core.capability.Caller;

/**
 * Why the container stops.
 *
 * @param trigger which way it came, as docs/stopping.md lists them
 * @param caller who asked
 * @param reason in the caller's words; may be empty
 */
record StopCause(String trigger, Caller caller, String reason) {
  static final String SHUTDOWN = "shutdown";
  static final String FRAMEWORK_STOP = "framework stop";
  private static final String FRAMEWORK_UPDATE = "framework update";
  private static final String EXIT = "exit";

  /** Someone asked for it. */
  static StopCause asked(Caller caller, String reason) {
    return new StopCause(SHUTDOWN, caller, reason);
  }

  /** The framework stops, and nobody asked for it here. */
  static StopCause ofFramework(String trigger) {
    String reason =
        switch (trigger) {
          case FRAMEWORK_STOP -> "the framework is stopped";
          case FRAMEWORK_UPDATE -> "the framework is updated: the process ends";
          case EXIT -> "System.exit is called";
          default -> trigger.startsWith("SIG") ? "the process got " + trigger : trigger;
        };
    return new StopCause(trigger, Caller.system("stop"), reason);
  }
}
