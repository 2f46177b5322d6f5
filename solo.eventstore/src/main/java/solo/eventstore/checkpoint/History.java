package solo.eventstore.checkpoint;

import java.nio.file.Path;
import java.util.UUID;
import solo.core.disk.Disk;

/** What a checkpoint is of: the journal in this process. Safe for use by many threads. */
public interface History {

  /** The journal's own id. */
  UUID instance();

  /** The last acknowledged event, 0 for none. */
  long lastId();

  /** The last event that was taken out, 0 for none: what is of an earlier one is out of date. */
  default long takenOutThrough() {
    return 0;
  }

  /**
   * The link of an acknowledged event, 32 bytes.
   *
   * @throws IllegalArgumentException when there is none with the id
   * @throws solo.core.event.EventStoreException when the journal cannot be read there
   */
  byte[] linkAt(long id);

  /** Where the journal's files are. */
  Path directory();

  /** What the files are written through. */
  Disk disk();
}
