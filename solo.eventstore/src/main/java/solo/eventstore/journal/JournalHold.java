package solo.eventstore.journal;

import java.util.Optional;

/**
 * The journal for one who reads on and off: nothing that it has yet to read goes. Closing it twice
 * is fine. For one thread, but for {@link #close}.
 */
public final class JournalHold implements AutoCloseable {
  private final Journal journal;
  private final Readers.Reader reader;

  JournalHold(Journal journal, Readers.Reader reader) {
    this.journal = journal;
    this.reader = reader;
  }

  /** The records after an id, up to the last one acknowledged at the call. */
  public JournalCursor read(long afterId) {
    return journal.cursor(reader.seen(), afterId);
  }

  /** As {@link #read}, and closed together with that, or when there is nothing more. */
  JournalCursor readOnce(long afterId) {
    try {
      return new Following(read(afterId), afterId);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** As {@link Journal#takenOutThrough} was when it began. */
  public long takenOutThrough() {
    return reader.seen().map(Base::through).orElse(0L);
  }

  Optional<Base> seen() {
    return reader.seen();
  }

  /** Nothing up to an id will be asked for any more. */
  public void reached(long id) {
    reader.reached(id);
  }

  @Override
  public void close() {
    reader.close();
  }

  /** Tells how far it has come. */
  private final class Following implements JournalCursor {
    private final JournalCursor records;
    private long last;

    private Following(JournalCursor records, long afterId) {
      this.records = records;
      this.last = afterId;
    }

    @Override
    public boolean hasNext() {
      boolean more = records.hasNext();
      if (!more) {
        JournalHold.this.close();
      }
      return more;
    }

    @Override
    public JournalRecord next() {
      JournalRecord record = records.next();
      reached(last);
      last = record.id();
      return record;
    }

    @Override
    public void close() {
      try {
        records.close();
      } finally {
        JournalHold.this.close();
      }
    }
  }
}
