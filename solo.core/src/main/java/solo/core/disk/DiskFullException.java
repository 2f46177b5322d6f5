package solo.core.disk;

import java.io.IOException;

/** The device has no space left, or a quota is used up. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was to be written. */
  public DiskFullException(String message, IOException origin) {
    super(message, origin);
  }
}
