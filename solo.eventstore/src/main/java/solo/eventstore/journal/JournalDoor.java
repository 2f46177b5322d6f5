package solo.eventstore.journal;

import java.nio.file.Path;
import solo.core.disk.Disk;

/**
 * The journal of this process, for what shortens or proves it. Whoever follows the log takes the
 * event store instead. Safe for use by many threads.
 */
public interface JournalDoor {

  /** The journal, open as long as the event store is. */
  Journal journal();

  /** Where its files are. */
  Path directory();

  /** What they are read and written through. */
  Disk disk();

  /** To be called after a {@link Removal#commit}: what memory and index have of it goes too. */
  void tookOut();
}
