package solo.capability.projection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes that were handed over and are not in the file yet, one for each key. They count from
 * {@link #seal} on, which says to which event all before lead. Safe for use by many threads.
 */
final class Pending {

  /**
   * Changes to be made together; those of different keys touch different entries.
   *
   * @param upTo the event that they lead to
   */
  record Batch(long upTo, Map<Object, Change> changes) {}

  private Map<Object, Change> open = new LinkedHashMap<>();
  private Map<Object, Change> sealed = new LinkedHashMap<>();
  private long upTo;
  private long sinceNanos;

  synchronized void add(Object key, Change change) {
    merge(open, key, change);
  }

  private static void merge(Map<Object, Change> into, Object key, Change later) {
    into.merge(key, later, (earlier, change) -> change.after(earlier));
  }

  /** Says that every change up to the event was added. */
  synchronized void seal(long id) {
    if (sealed.isEmpty()) {
      sinceNanos = System.nanoTime();
    }
    if (sealed.isEmpty()) {
      sealed = open;
      open = new LinkedHashMap<>();
    } else {
      open.forEach((key, change) -> merge(sealed, key, change));
      open.clear();
    }
    upTo = Math.max(upTo, id);
  }

  /** How many sealed ones there are. */
  synchronized int size() {
    return sealed.size();
  }

  synchronized long upTo() {
    return upTo;
  }

  /** For how long the oldest sealed one is here, 0 where there is none. */
  synchronized long ageNanos() {
    return sealed.isEmpty() ? 0 : System.nanoTime() - sinceNanos;
  }

  /** Takes all that are sealed. */
  synchronized Batch take() {
    Batch batch = new Batch(upTo, sealed);
    sealed = new LinkedHashMap<>();
    return batch;
  }

  /** What was taken could not be made; what came since is later. */
  synchronized void putBack(Batch batch) {
    Map<Object, Change> all = new LinkedHashMap<>(batch.changes());
    sealed.forEach((key, change) -> merge(all, key, change));
    sealed = all;
  }

  /** Forgets all. */
  synchronized void clear() {
    open = new LinkedHashMap<>();
    sealed = new LinkedHashMap<>();
    upTo = 0;
  }
}
