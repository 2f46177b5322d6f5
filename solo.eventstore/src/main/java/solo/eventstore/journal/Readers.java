package solo.eventstore.journal;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Those who read the journal, and how far each has come: what one of them has yet to read stays on
 * disk, though it is taken out. Safe for use by many threads.
 */
final class Readers {
  private final Set<Reader> reading = Collections.newSetFromMap(new IdentityHashMap<>());

  /** One of them; ends at {@link #close}, once or more often. */
  final class Reader implements AutoCloseable {
    private final Optional<Base> seen;
    private volatile long position;

    private Reader(Optional<Base> seen, long position) {
      this.seen = seen;
      this.position = position;
    }

    /** The base behind which it reads. */
    Optional<Base> seen() {
      return seen;
    }

    /** Nothing up to here is asked for any more. */
    void reached(long id) {
      position = id;
    }

    @Override
    public void close() {
      leave(this);
    }

    private long through() {
      return seen.map(Base::through).orElse(0L);
    }
  }

  /** One more, who reads what is there now after an id. */
  synchronized Reader enter(Supplier<Optional<Base>> base, long afterId) {
    Reader reader = new Reader(base.get(), afterId);
    reading.add(reader);
    return reader;
  }

  private synchronized void leave(Reader reader) {
    reading.remove(reader);
  }

  /** From then on who enters sees another base. */
  synchronized void change(Runnable base) {
    base.run();
  }

  /** Whether one of them may still read of a segment that was taken out. */
  synchronized boolean need(long firstId, long lastId) {
    return reading.stream().anyMatch(one -> one.through() < firstId && one.position < lastId);
  }

  /** Whether one of them may still read a base. */
  synchronized boolean need(Base base) {
    return reading.stream()
        .anyMatch(one -> one.through() == base.through() && one.position < base.through());
  }
}
