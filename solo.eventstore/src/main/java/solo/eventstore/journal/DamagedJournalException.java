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
  private final Remedy remedy;

  /** What can be done about it. */
  private enum Remedy {
    ACCEPT,
    PUT_RIGHT,
    RESTORE
  }

  /** Damage at a place; the message gets file and offset in front. */
  public DamagedJournalException(Path segment, long offset, String what) {
    this(segment, offset, what, Remedy.ACCEPT);
  }

  private DamagedJournalException(Path segment, long offset, String what, Remedy remedy) {
    super(segment + ", offset " + offset + ": " + what);
    this.segment = segment;
    this.offset = offset;
    this.remedy = remedy;
  }

  /** A file that lies where it does not belong: to be put right by hand, nothing is lost yet. */
  static DamagedJournalException misplaced(Path file, String what) {
    return new DamagedJournalException(file, 0, what, Remedy.PUT_RIGHT);
  }

  /** A file without which nothing of the log can be told, and that nothing can stand in for. */
  static DamagedJournalException irreplaceable(Path file, long offset, String what) {
    return new DamagedJournalException(file, offset, what, Remedy.RESTORE);
  }

  /** The segment's file, which may be missing. */
  public Path segment() {
    return segment;
  }

  /** Whether it is a loss that an operator can accept; else a file has to be put right first. */
  public boolean acceptable() {
    return remedy == Remedy.ACCEPT;
  }

  /** Whether only a backup helps, since no loss can be accepted and no file put right. */
  public boolean irreplaceable() {
    return remedy == Remedy.RESTORE;
  }

  /** Where in it, in bytes from its begin. */
  public long offset() {
    return offset;
  }
}
