package solo.core.lifecycle;

/**
 * What the process says with its exit status. The values above 63 are those of BSD's {@code
 * sysexits.h}, so that a supervisor can tell a fault that a restart may mend from one it cannot.
 */
public enum ExitCode {
  /** A clean stop. */
  OK(0),
  /** The command line makes no sense. */
  USAGE(64),
  /** Acknowledged data is damaged: a restart does not help. */
  DAMAGED_DATA(65),
  /** A phase of the stop failed or ran out of time. */
  STOP_FAILED(70),
  /** Writing failed: nothing more was acknowledged. */
  IO_FAILURE(74),
  /** Another process holds the data directory. */
  ALREADY_RUNNING(75),
  /** A configuration value or a directory is not usable. */
  BAD_CONFIGURATION(78);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The number the operating system sees. */
  public int status() {
    return status;
  }
}
