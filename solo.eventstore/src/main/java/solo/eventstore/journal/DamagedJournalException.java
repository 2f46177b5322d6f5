package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Acknowledged data is not what was written: a flipped bit, a lost or foreign segment. Nothing on
 * disk was changed.
 */
public final class DamagedJournalException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path segment;
  private final long offset;

  /** Damage at a place; the message gets file and offset in front. */
  public DamagedJournalException(Path segment, long offset, String what) {
    super(segment + ", offset " + offset + ": " + what);
    this.segment = segment;
    this.offset = offset;
  }

  /** The segment's file, which may be missing. */
  public Path segment() {
    return segment;
  }

  /** Where in it, in bytes from its begin. */
  public long offset() {
    return offset;
  }
}
