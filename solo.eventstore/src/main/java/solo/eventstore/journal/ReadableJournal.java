package solo.eventstore.journal;

import java.nio.file.Path;
import java.util.UUID;
import solo.core.disk.Disk;

/** A journal whose files and records can be read. Safe for use by many threads. */
public interface ReadableJournal {

  /** Its own id. */
  UUID instance();

  /** The last record there is, 0 for none. */
  long lastId();

  /** Where its files are. */
  Path directory();

  /** What they are read through. */
  Disk disk();

  /** The records after an id. To be closed by the caller. */
  JournalCursor read(long afterId);
}
