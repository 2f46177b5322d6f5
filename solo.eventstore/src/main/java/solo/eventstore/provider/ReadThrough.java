package solo.eventstore.provider;

import java.util.NoSuchElementException;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/**
 * The records up to one that is in every query: the journal reads on a moment before the store
 * shows what it reads.
 */
final class ReadThrough implements JournalCursor {
  private final JournalCursor records;
  private final long last;
  private JournalRecord next;
  private boolean ended;

  /**
   * @param last the last id that is given
   */
  ReadThrough(JournalCursor records, long last) {
    this.records = records;
    this.last = last;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = records.hasNext() ? records.next() : null;
      ended = next == null || next.id() > last;
    }
    return !ended;
  }

  @Override
  public JournalRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no event after " + last);
    }
    JournalRecord given = next;
    next = null;
    ended = given.id() == last;
    return given;
  }

  @Override
  public void close() {
    ended = true;
    records.close();
  }
}
