package solo.launcher;

import solo.core.lifecycle.ExitCode;

/** The process ends with a code and one line that says why. */
final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  LaunchException(ExitCode code, String message) {
    this(code.status(), message);
  }

  LaunchException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  static LaunchException usage(String message) {
    return new LaunchException(ExitCode.USAGE, message + "; 'solo help' lists what there is");
  }

  static LaunchException configuration(String message) {
    return new LaunchException(ExitCode.BAD_CONFIGURATION, message);
  }
}
