package solo.core.control;

import java.io.IOException;

/** The peer sent what is no frame, or a frame out of place: the connection cannot go on. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was sent and what was expected. */
  public FrameException(String message) {
    super(message);
  }
}
