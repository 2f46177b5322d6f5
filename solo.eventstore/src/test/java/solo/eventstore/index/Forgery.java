package solo.eventstore.index;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A closed index file that is whole and says what is not so. */
public final class Forgery {
  private Forgery() {}

  /** Lets an event's entry lead to the place of another, with a good checksum. */
  public static void mislead(Path file, long id, long otherId) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      MVMap<Long, Place> byId =
          store.openMap(
              "byId",
              new MVMap.Builder<Long, Place>()
                  .keyType(new Numbers.Id())
                  .valueType(new Place.Type()));
      Place other = byId.get(otherId);
      byId.put(id, Place.of(id, other.segment(), other.offset()));
    }
  }

  /** Lets an event's entry lead to where no record begins. */
  public static void misplace(Path file, long id) {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).open()) {
      MVMap<Long, Place> byId =
          store.openMap(
              "byId",
              new MVMap.Builder<Long, Place>()
                  .keyType(new Numbers.Id())
                  .valueType(new Place.Type()));
      Place place = byId.get(id);
      byId.put(id, Place.of(id, place.segment(), place.offset() + 8));
    }
  }
}
