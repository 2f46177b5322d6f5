package solo.eventstore.index;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that an index has yet to take in: from memory where they are held there, else from the
 * journal, of which it keeps its place. For one thread, but for {@link #from}.
 */
final class IndexInput {
  private final IndexSource source;
  private final int batch;
  private IndexSource.Entries entries;
  private volatile long nothingUpTo;

  IndexInput(IndexSource source, int batch) {
    this.source = source;
    this.batch = batch;
  }

  /** Begins again: nothing is known of what follows. */
  void reset() {
    end();
    nothingUpTo = 0;
  }

  /** From where an index that is at an event goes on: what is lost or taken out is passed by. */
  long from(long at) {
    return Math.max(Math.max(at, nothingUpTo), source.takenOutThrough());
  }

  /** Some of the events after an id that memory holds; empty where it does not hold the next. */
  List<Indexed> held(long at) {
    List<Indexed> held = source.recent(from(at), batch);
    if (!held.isEmpty()) {
      end();
    }
    return held;
  }

  /**
   * Some of the events after an id, from the journal. Where there is none of those that memory does
   * not hold, they are lost.
   */
  List<Indexed> journaled(long at) {
    long before = source.recentFrom() - 1;
    boolean fresh = entries == null;
    if (fresh) {
      entries = source.read(from(at));
    }
    List<Indexed> read = new ArrayList<>(batch);
    while (read.size() < batch && entries.hasNext()) {
      read.add(entries.next());
    }
    if (read.size() < batch) {
      end();
    }
    if (read.isEmpty() && fresh) {
      nothingUpTo = Math.max(nothingUpTo, before);
    }
    return read;
  }

  /** Lets go of the journal. */
  void end() {
    if (entries != null) {
      entries.close();
      entries = null;
    }
  }
}
