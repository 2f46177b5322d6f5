package solo.eventstore.index;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** A source in memory whose events follow a pattern of tenants, services and types. */
final class MemorySource implements IndexSource {
  static final int TENANTS = 3;
  static final int SERVICES = 5;

  private final List<Indexed> all = new ArrayList<>();
  private final int held;
  private final long salt;
  private UUID instance = new UUID(7, 7);
  private int readFromJournal;
  private Error fault;

  /** Runs before whoever asks what was taken out is told: an index that asks how far it is. */
  private Runnable asked = () -> {};

  /** Holds the last ones as memory does; other salts give other links. */
  MemorySource(int held, long salt) {
    this.held = held;
    this.salt = salt;
  }

  MemorySource grow(int events) {
    for (int i = 0; i < events; i++) {
      add();
    }
    return this;
  }

  private synchronized void add() {
    long id = all.size() + 1;
    Payload payload =
        id % 2 == 0 ? new Payload.ServiceKilled("d") : new Payload.ServiceQuarantined("d", 3);
    boolean system = id % 10 == 0;
    EventDraft draft =
        system
            ? new EventDraft("", "", "a", "", 0, new Payload.SystemReady(id))
            : new EventDraft("t" + id % TENANTS, "s" + id % SERVICES, "a", "", 0, payload);
    Event event = new Event(id, Instant.ofEpochMilli(id), new UUID(0, 1), draft);
    byte[] link = ByteBuffer.allocate(32).putLong(id).putLong(salt).array();
    all.add(new Indexed(event, link, id / 100, id * 8));
  }

  /** Whoever asks for events held in memory gets this once. */
  synchronized void fault(Error once) {
    fault = once;
  }

  void whenAsked(Runnable asked) {
    this.asked = asked;
  }

  void instance(UUID other) {
    instance = other;
  }

  synchronized List<Event> events() {
    return all.stream().map(Indexed::event).toList();
  }

  synchronized int readFromJournal() {
    return readFromJournal;
  }

  @Override
  public UUID instance() {
    return instance;
  }

  @Override
  public synchronized long lastId() {
    return all.size();
  }

  @Override
  public long takenOutThrough() {
    asked.run();
    return 0;
  }

  @Override
  public synchronized byte[] linkAt(long id) {
    return id == 0 ? new byte[32] : all.get((int) id - 1).link();
  }

  @Override
  public synchronized List<Indexed> recent(long afterId, int most) {
    if (fault != null) {
      Error thrown = fault;
      fault = null;
      throw thrown;
    }
    if (afterId < all.size() - held || afterId >= all.size()) {
      return List.of();
    }
    int from = (int) afterId;
    return List.copyOf(all.subList(from, Math.min(all.size(), from + most)));
  }

  @Override
  public synchronized long recentFrom() {
    return Math.max(0, all.size() - held) + 1L;
  }

  @Override
  public synchronized Entries read(long afterId) {
    Iterator<Indexed> entries = List.copyOf(all.subList((int) afterId, all.size())).iterator();
    return new Entries() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Indexed next() {
        synchronized (MemorySource.this) {
          readFromJournal++;
        }
        return entries.next();
      }

      @Override
      public void close() {}
    };
  }
}
