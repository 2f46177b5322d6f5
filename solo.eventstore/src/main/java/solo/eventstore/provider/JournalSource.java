package solo.eventstore.provider;

import java.util.List;
import java.util.UUID;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.index.IndexSource;
import solo.eventstore.index.Indexed;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/** The journal and its newest events as the index reads them. */
record JournalSource(Journal journal, RecentEvents recent) implements IndexSource {

  @Override
  public UUID instance() {
    return journal.openReport().instance();
  }

  @Override
  public long lastId() {
    return recent.last();
  }

  @Override
  public long takenOutThrough() {
    return journal.takenOutThrough();
  }

  @Override
  public byte[] linkAt(long id) {
    return journal.linkAt(id);
  }

  @Override
  public List<Indexed> recent(long afterId, int most) {
    return recent.after(afterId, most).stream()
        .map(
            r ->
                new Indexed(
                    r.event(), r.record().link(), r.record().segment(), r.record().offset()))
        .toList();
  }

  @Override
  public long recentFrom() {
    return recent.first();
  }

  @Override
  public Entries read(long afterId) {
    long last = recent.last();
    JournalCursor cursor = new ReadThrough(journal.read(afterId), last);
    return new Entries() {
      @Override
      public boolean hasNext() {
        return cursor.hasNext();
      }

      @Override
      public Indexed next() {
        JournalRecord record = cursor.next();
        return new Indexed(
            EventCodec.decode(record.id(), record.timeMs(), record.body()),
            record.link(),
            record.segment(),
            record.offset());
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
