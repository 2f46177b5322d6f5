package solo.eventstore.head;

import java.nio.ByteBuffer;
import java.util.UUID;
import solo.core.event.EventStoreException;

/** A log of which only ids and links are known; another past gives other links. */
final class FakeLog implements WitnessedLog {
  private final UUID instance;
  private final long openedAt;
  private final long salt;
  private final long oldPast;
  private final long parting;
  private long last;
  boolean unreadable;
  private long firstLost = 1;
  private long lastLost;

  FakeLog(long instance, long openedAt, long salt) {
    this(instance, openedAt, salt, salt, 0);
  }

  private FakeLog(long instance, long openedAt, long salt, long oldPast, long parting) {
    this.instance = new UUID(0, instance);
    this.oldPast = oldPast;
    this.parting = parting;
    this.openedAt = openedAt;
    this.salt = salt;
    this.last = openedAt;
  }

  /** The same log opened again at an event. */
  FakeLog reopened(long at) {
    return new FakeLog(instance.getLeastSignificantBits(), at, salt, oldPast, parting);
  }

  /** An older copy, which goes on with other events than this one did. */
  FakeLog restored(long at) {
    return new FakeLog(instance.getLeastSignificantBits(), at, salt + 1, salt, at);
  }

  FakeLog append(long events) {
    last += events;
    return this;
  }

  /** An operator accepted that some are lost. */
  FakeLog losing(long from, long to) {
    firstLost = from;
    lastLost = to;
    return this;
  }

  @Override
  public UUID instance() {
    return instance;
  }

  @Override
  public long openedAt() {
    return openedAt;
  }

  @Override
  public Last last() {
    return new Last(last, link(last));
  }

  @Override
  public byte[] linkAt(long id) {
    if (unreadable) {
      throw new EventStoreException(EventStoreException.Cause.DAMAGED, "damaged at 4096", null);
    }
    if (id > last || isLost(id)) {
      throw new IllegalArgumentException("no record " + id);
    }
    return link(id);
  }

  @Override
  public boolean isLost(long id) {
    return id >= firstLost && id <= lastLost;
  }

  private byte[] link(long id) {
    return ByteBuffer.allocate(32)
        .putLong(id)
        .putLong(id == 0 ? 0 : id <= parting ? oldPast : salt)
        .array();
  }
}
