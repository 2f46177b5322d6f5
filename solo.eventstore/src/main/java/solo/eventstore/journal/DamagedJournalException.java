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
  private final boolean acceptable;

  /** Damage at a place; the message gets file and offset in front. */
  public DamagedJournalException(Path segment, long offset, String what) {
    this(segment, offset, what, true);
  }

  private DamagedJournalException(Path segment, long offset, String what, boolean acceptable) {
    super(segment + ", offset " + offset + ": " + what);
    this.segment = segment;
    this.offset = offset;
    this.acceptable = acceptable;
  }

  /** A file that lies where it does not belong: to be put right by hand, nothing is lost yet. */
  static DamagedJournalException misplaced(Path file, String what) {
    return new DamagedJournalException(file, 0, what, false);
  }

  /** The segment's file, which may be missing. */
  public Path segment() {
    return segment;
  }

  /** Whether it is a loss that an operator can accept; else a file has to be put right first. */
  public boolean acceptable() {
    return acceptable;
  }

  /** Where in it, in bytes from its begin. */
  public long offset() {
    return offset;
  }
}
