package solo.eventstore.journal;

import java.util.Arrays;
import java.util.NoSuchElementException;
import solo.core.event.EventStoreException;

/**
 * The archived records with those of the log, each id once; what both have has to be the same. A
 * log that cannot be read is told behind the last archived record.
 */
final class HistoryCursor implements JournalCursor {
  private final JournalCursor archived;
  private final JournalCursor log;
  private JournalRecord fromArchive;
  private JournalRecord fromLog;
  private EventStoreException brokenLog;

  HistoryCursor(JournalCursor archived, JournalCursor log) {
    this.archived = archived;
    this.log = log;
  }

  @Override
  public boolean hasNext() {
    if (fromArchive == null && archived.hasNext()) {
      fromArchive = archived.next();
    }
    if (fromLog == null && brokenLog == null) {
      readLog();
    }
    if (fromArchive == null && brokenLog != null) {
      throw brokenLog;
    }
    return fromArchive != null || fromLog != null;
  }

  private void readLog() {
    try {
      fromLog = log.hasNext() ? log.next() : null;
    } catch (EventStoreException e) {
      brokenLog = e;
    }
  }

  @Override
  public JournalRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record follows");
    }
    JournalRecord one = fromArchive;
    JournalRecord other = fromLog;
    if (one != null && other != null && one.id() == other.id()) {
      requireSame(one, other);
      fromLog = null;
    }
    boolean archivedFirst = one != null && (other == null || one.id() <= other.id());
    if (archivedFirst) {
      fromArchive = null;
      return one;
    }
    fromLog = null;
    return other;
  }

  private static void requireSame(JournalRecord one, JournalRecord other) {
    boolean same =
        one.timeMs() == other.timeMs()
            && Arrays.equals(one.link(), other.link())
            && Arrays.equals(one.body(), other.body());
    if (!same) {
      String what = "record " + one.id() + " is kept as another one than is archived";
      throw new EventStoreException(
          EventStoreException.Cause.DAMAGED, what, new BrokenArchiveException(what, null));
    }
  }

  @Override
  public void close() {
    try {
      archived.close();
    } finally {
      log.close();
    }
  }
}
