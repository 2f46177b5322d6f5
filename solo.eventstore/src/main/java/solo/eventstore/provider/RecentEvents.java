package solo.eventstore.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import solo.core.event.Event;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalRecord;

/**
 * The newest acknowledged events, without a gap, in bounded memory. What readers ask for most is
 * here, and what the index has not got yet. Safe for use by many threads.
 */
final class RecentEvents {
  private final Recent[] ring;
  private final long mostBytes;
  private long first = 1;
  private long last;
  private long bytes;
  private boolean ended;

  /** An acknowledged record, decoded when it is first asked for. */
  static final class Recent {
    private final JournalRecord record;
    private volatile Event event;

    private Recent(JournalRecord record) {
      this.record = record;
    }

    JournalRecord record() {
      return record;
    }

    Event event() {
      Event decoded = event;
      if (decoded == null) {
        decoded = EventCodec.decode(record.id(), record.timeMs(), record.body());
        event = decoded;
      }
      return decoded;
    }
  }

  /** Holds at most so many events, and of more than one at most so many bytes. */
  RecentEvents(int most, long mostBytes) {
    ring = new Recent[most];
    this.mostBytes = mostBytes;
  }

  /** Begins after the last event of the journal that was opened. */
  synchronized void beginAfter(long lastId) {
    first = lastId + 1;
    last = lastId;
  }

  /** Adds the event after the last one. */
  synchronized void add(JournalRecord record) {
    if (record.id() != last + 1) {
      throw new IllegalStateException("event " + record.id() + " came after event " + last);
    }
    if (last - first + 1 == ring.length) {
      dropFirst();
    }
    last = record.id();
    ring[slot(last)] = new Recent(record);
    bytes += record.body().length;
    while (bytes > mostBytes && first < last) {
      dropFirst();
    }
    notifyAll();
  }

  /** Lets go of those up to an id, which were taken out of the log. */
  synchronized void forgetThrough(long id) {
    while (first <= Math.min(id, last)) {
      dropFirst();
    }
  }

  private void dropFirst() {
    bytes -= ring[slot(first)].record().body().length;
    ring[slot(first)] = null;
    first++;
  }

  /** The last acknowledged event's id, 0 for none. */
  synchronized long last() {
    return last;
  }

  /** The first id held; one more than the last where none is. */
  synchronized long first() {
    return first;
  }

  /** The last one's record, empty where none was added. */
  synchronized Optional<JournalRecord> newest() {
    return first > last ? Optional.empty() : Optional.of(ring[slot(last)].record());
  }

  /** Up to so many events right after an id, oldest first; empty where the next is not held. */
  synchronized List<Recent> after(long id, int most) {
    if (id + 1 < first) {
      return List.of();
    }
    List<Recent> found = new ArrayList<>();
    for (long next = id + 1; next <= last && found.size() < most; next++) {
      found.add(ring[slot(next)]);
    }
    return found;
  }

  /** All that is held, oldest first. */
  synchronized List<Recent> all() {
    return after(first - 1, ring.length);
  }

  /**
   * Waits until there is an event after an id, but only so long; none comes after {@link #end}.
   *
   * @param given whether the waiting is given up; looked at after {@link #wake}
   * @return whether there is one
   */
  synchronized boolean await(long afterId, long nanos, BooleanSupplier given)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (last <= afterId && !ended && !given.getAsBoolean()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 999_999);
      if (leftMs <= 0) {
        break;
      }
      wait(leftMs);
    }
    return last > afterId;
  }

  /** Wakes those that wait, whose condition may have changed. */
  synchronized void wake() {
    notifyAll();
  }

  /** No event comes any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
  }

  private int slot(long id) {
    return (int) (id % ring.length);
  }
}
