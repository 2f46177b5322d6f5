package solo.eventstore.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import solo.core.event.Event;
import solo.eventstore.index.Indexer.Found;
import solo.eventstore.index.Indexer.Range;

/**
 * The index file, an MVStore of three maps with their own data types, so that nothing in it is ever
 * deserialised by Java.
 *
 * <pre>
 *  head      "head"        one line: format, reader, journal instance, last id, its link, CRC32C
 *  byId      id            segment, offset, CRC32C
 *  byFilter  (filter, id)  CRC32C of both
 * </pre>
 *
 * <p>Entries are visible at once, on disk with {@link #commit}, forced with {@link #sync}. Any
 * exception means that the file is not to be trusted. For one thread.
 */
final class MVEventIndex implements AutoCloseable {
  private static final int CACHE_MB = 8;
  private static final String HEAD = "head";

  private final MVStore store;
  private final MVMap<String, String> heads;
  private final MVMap<Long, Place> byId;
  private final MVMap<FilterKey, Integer> byFilter;
  private Head head;
  private long visited;

  private MVEventIndex(MVStore store) {
    this.store = store;
    heads =
        store.openMap(
            HEAD,
            new MVMap.Builder<String, String>()
                .keyType(StringDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
    byId =
        store.openMap(
            "byId",
            new MVMap.Builder<Long, Place>().keyType(new Numbers.Id()).valueType(new Place.Type()));
    byFilter =
        store.openMap(
            "byFilter",
            new MVMap.Builder<FilterKey, Integer>()
                .keyType(new FilterKey.Type())
                .valueType(new Numbers.Crc()));
  }

  /**
   * Opens a file that exists.
   *
   * @throws RuntimeException when it is not a whole index
   */
  static MVEventIndex open(Path file) {
    return open(builder(file).open());
  }

  /** The same of one that is not to be changed. */
  static MVEventIndex openForReading(Path file) {
    return open(builder(file).readOnly().open());
  }

  private static MVEventIndex open(MVStore store) {
    try {
      MVEventIndex index = new MVEventIndex(store);
      index.head = Head.parse(index.heads.get(HEAD));
      return index;
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  /** Makes a file that does not exist yet. */
  static MVEventIndex create(Path file, Head empty) {
    MVStore store = builder(file).open();
    try {
      MVEventIndex index = new MVEventIndex(store);
      index.head = empty;
      index.commit();
      return index;
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private static MVStore.Builder builder(Path file) {
    return new MVStore.Builder()
        .fileName(file.toString())
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .autoCompactFillRate(0)
        .cacheSize(CACHE_MB);
  }

  Head head() {
    return head;
  }

  /** Enters the event after the head's. */
  void add(Indexed entry) {
    Event event = entry.event();
    byId.put(event.id(), Place.of(event.id(), entry.segment(), entry.offset()));
    for (String filter : Filters.of(event)) {
      byFilter.put(new FilterKey(filter, event.id()), crc(filter, event.id()));
    }
    head = Head.of(head.reader(), head.instance(), event.id(), entry.link());
  }

  /** Whether something is not on disk yet. */
  boolean isDirty() {
    return store.hasUnsavedChanges();
  }

  void commit() {
    heads.put(HEAD, head.text());
    store.commit();
  }

  void sync() {
    commit();
    store.sync();
  }

  /**
   * The first entries of a range.
   *
   * @param filter empty for every event
   */
  List<Found> search(String filter, Range range) {
    return filter.isEmpty() ? places(range) : filtered(filter, range);
  }

  private List<Found> places(Range range) {
    boolean reverse = range.newestFirst();
    Cursor<Long, Place> cursor =
        byId.cursor(reverse ? range.upTo() : range.since() + 1, null, reverse);
    List<Found> found = new ArrayList<>();
    while (found.size() < range.limit() && cursor.hasNext()) {
      long id = cursor.next();
      visited++;
      if (id <= range.since() || id > range.upTo()) {
        break;
      }
      found.add(found(id, cursor.getValue()));
    }
    return found;
  }

  private List<Found> filtered(String filter, Range range) {
    boolean reverse = range.newestFirst();
    FilterKey from = new FilterKey(filter, reverse ? range.upTo() : range.since() + 1);
    Cursor<FilterKey, Integer> cursor = byFilter.cursor(from, null, reverse);
    List<Found> found = new ArrayList<>();
    while (found.size() < range.limit() && cursor.hasNext()) {
      FilterKey key = cursor.next();
      visited++;
      if (!key.filter().equals(filter) || key.id() <= range.since() || key.id() > range.upTo()) {
        break;
      }
      if (cursor.getValue() != crc(filter, key.id())) {
        throw new IllegalStateException("its entry for event " + key.id() + " is broken");
      }
      found.add(found(key.id(), byId.get(key.id())));
    }
    return found;
  }

  private static Found found(long id, Place place) {
    if (place == null || !place.isOf(id)) {
      throw new IllegalStateException(
          "its place of event " + id + " is " + (place == null ? "missing" : "broken"));
    }
    return new Found(id, place.segment(), place.offset());
  }

  /**
   * Removes entries of events up to an id, about so many at a time; those by id go last.
   *
   * @return whether there are more
   */
  boolean removeUpTo(long id, int most) {
    int left = most;
    FilterKey key = byFilter.firstKey();
    while (key != null && left > 0) {
      if (key.id() <= id) {
        byFilter.remove(key);
        left--;
        key = byFilter.higherKey(key);
      } else {
        key = byFilter.higherKey(new FilterKey(key.filter(), Long.MAX_VALUE));
      }
    }
    while (left > 0 && first() > 0 && first() <= id) {
      byId.remove(first());
      left--;
    }
    return left == 0;
  }

  /** The first event that it leads to, 0 for none. */
  long first() {
    Long first = byId.firstKey();
    return first == null ? 0 : first;
  }

  /** How many events it leads to. */
  long events() {
    return byId.sizeAsLong();
  }

  /** By how many filters, all together. */
  long entries() {
    return byFilter.sizeAsLong();
  }

  /** What is wrong with the entries of an event that it should have, empty where nothing is. */
  Optional<String> wrong(Indexed entry) {
    long id = entry.event().id();
    Place place = byId.get(id);
    if (place == null) {
      return Optional.of("event " + id + " is missing");
    }
    if (!place.equals(Place.of(id, entry.segment(), entry.offset()))) {
      return Optional.of(
          "event %d leads to segment %d, offset %d, and is at segment %d, offset %d"
              .formatted(id, place.segment(), place.offset(), entry.segment(), entry.offset()));
    }
    for (String filter : Filters.of(entry.event())) {
      Integer crc = byFilter.get(new FilterKey(filter, id));
      if (crc == null || crc != crc(filter, id)) {
        String what = crc == null ? "missing" : "broken";
        return Optional.of("event %d is %s under %s".formatted(id, what, Filters.words(filter)));
      }
    }
    return Optional.empty();
  }

  /** How many entries all searches have looked at. */
  long visited() {
    return visited;
  }

  /** Forces and closes. */
  @Override
  public void close() {
    sync();
    store.close();
  }

  /** Closes without writing. */
  void abandon() {
    store.closeImmediately();
  }

  private static int crc(String filter, long id) {
    CRC32C crc = new CRC32C();
    crc.update(filter.getBytes(StandardCharsets.UTF_8));
    crc.update(ByteBuffer.allocate(8).putLong(id).flip());
    return (int) crc.getValue();
  }
}
