package solo.eventstore.index;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import solo.core.event.EventQuery;

/** A closed index file that is whole and says what is not so. */
public final class Forgery {
  private Forgery() {}

  /** Lets an event's entry lead to the place of another, with a good checksum. */
  public static void mislead(Path file, long id, long otherId) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      MVMap<Long, Place> byId = byId(store);
      Place other = byId.get(otherId);
      byId.put(id, Place.of(id, other.segment(), other.offset()));
    }
  }

  /** Lets an event's entry lead to where no record begins. */
  public static void misplace(Path file, long id) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      MVMap<Long, Place> byId = byId(store);
      Place place = byId.get(id);
      byId.put(id, Place.of(id, place.segment(), place.offset() + 8));
    }
  }

  /** Takes an event's entry away. */
  public static void forget(Path file, long id) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      byId(store).remove(id);
    }
  }

  /** Takes an event away from those of a tenant, service and type. */
  public static void forget(Path file, EventQuery filter, long id) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      byFilter(store).remove(new FilterKey(Filters.of(filter), id));
    }
  }

  /** Enters an event under those of a tenant, service and type, with another's good checksum. */
  public static void plant(Path file, EventQuery filter, long id, long likeId) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      MVMap<FilterKey, Integer> byFilter = byFilter(store);
      Integer crc = byFilter.get(byFilter.ceilingKey(new FilterKey("t0\0", likeId)));
      byFilter.put(new FilterKey(Filters.of(filter), id), crc);
    }
  }

  private static MVMap<Long, Place> byId(MVStore store) {
    return store.openMap(
        "byId",
        new MVMap.Builder<Long, Place>().keyType(new Numbers.Id()).valueType(new Place.Type()));
  }

  private static MVMap<FilterKey, Integer> byFilter(MVStore store) {
    return store.openMap(
        "byFilter",
        new MVMap.Builder<FilterKey, Integer>()
            .keyType(new FilterKey.Type())
            .valueType(new Numbers.Crc()));
  }
}
