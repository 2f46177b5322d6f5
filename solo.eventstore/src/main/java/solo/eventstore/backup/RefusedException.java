package solo.eventstore.backup;

import solo.core.lifecycle.ExitCode;

/** Why a backup is not restored: in words for people, with the process's exit code. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  RefusedException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /** An entry is not what was written. */
  static RefusedException damaged(String entry, String why) {
    return new RefusedException(
        ExitCode.DAMAGED_DATA, "the backup is damaged: %s: %s".formatted(entry, why));
  }

  static RefusedException newer(int format, int known) {
    return new RefusedException(
        ExitCode.BAD_CONFIGURATION,
        "the backup has format %d, written by a newer Solo; this one knows up to %d"
            .formatted(format, known));
  }

  ExitCode code() {
    return code;
  }
}
