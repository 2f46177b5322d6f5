package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The journal was written by a newer version of Solo. Nothing on disk was changed. */
public final class NewerFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the file and both versions. */
  public NewerFormatException(Path segment, int found, int known) {
    super(
        segment
            + " has format "
            + found
            + ", this version of Solo knows formats up to "
            + known
            + ": start the newer version, or restore a backup");
  }
}
