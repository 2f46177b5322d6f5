package solo.capability.projection;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.MVStore;

/**
 * An open projection: an MVStore of {@link ChecksummedMap}s, one of which, {@code head}, says up to
 * which event it is. Changes are visible at once, in the file with {@link #commit}, on the disk
 * with {@link #sync}. Any exception means that the file is not to be trusted. For one thread.
 */
public final class OpenProjection {
  private static final int CACHE_MB = 8;
  private static final String HEAD = "head";
  private static final byte[] HEAD_KEY = HEAD.getBytes(StandardCharsets.US_ASCII);

  private final MVStore store;
  private final ChecksummedMap heads;
  private final Map<String, ChecksummedMap> maps = new HashMap<>();
  private Head head;

  private OpenProjection(MVStore store) {
    this.store = store;
    heads = new ChecksummedMap(store, HEAD);
  }

  /**
   * Opens a file that exists.
   *
   * @param location as MVStore names files
   * @throws RuntimeException when it is no whole projection
   */
  static OpenProjection open(String location) {
    return open(builder(location).open());
  }

  /**
   * Opens a file that is not to be changed.
   *
   * @throws RuntimeException when it is no whole projection
   */
  public static OpenProjection openForReading(Path file) {
    return open(builder(file.toString()).readOnly().open());
  }

  private static OpenProjection open(MVStore store) {
    try {
      OpenProjection opened = new OpenProjection(store);
      opened.head =
          Head.parse(
              opened
                  .heads
                  .get(HEAD_KEY)
                  .orElseThrow(() -> new IllegalStateException("it has no head")));
      return opened;
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  /** Makes a file that does not exist yet. */
  static OpenProjection create(String location, Head empty) {
    MVStore store = builder(location).open();
    try {
      OpenProjection created = new OpenProjection(store);
      created.commit(empty);
      return created;
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  private static MVStore.Builder builder(String location) {
    return new MVStore.Builder()
        .fileName(location)
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .autoCompactFillRate(0)
        .cacheSize(CACHE_MB);
  }

  /** Up to where it is. */
  public Head head() {
    return head;
  }

  /** One of its maps, empty where there is none of the name yet. */
  public ChecksummedMap map(String name) {
    return maps.computeIfAbsent(name, one -> new ChecksummedMap(store, one));
  }

  /** Whether there is a map of the name; asking makes none. */
  public boolean hasMap(String name) {
    return store.hasMap(name);
  }

  boolean isDirty() {
    return store.hasUnsavedChanges();
  }

  void commit(Head next) {
    heads.put(HEAD_KEY, next.bytes());
    store.commit();
    head = next;
  }

  void sync() {
    store.sync();
  }

  /** Forces and closes what was committed. */
  void close() {
    sync();
    store.close();
  }

  /** Closes without writing. */
  public void abandon() {
    store.closeImmediately();
  }
}
