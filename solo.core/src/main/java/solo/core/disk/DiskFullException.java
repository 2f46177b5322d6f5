package solo.core.disk;

import java.io.IOException;

/** The device has no space left, or a quota or the limit of a file's size is used up. */
public final class DiskFullException extends IOException {
  /** What the message names where not the device but the limit of a file's size is reached. */
  public static final String LIMIT = "ulimit -f";

  private static final long serialVersionUID = 1L;

  /** With what was to be written. */
  public DiskFullException(String message, IOException origin) {
    super(message, origin);
  }
}
