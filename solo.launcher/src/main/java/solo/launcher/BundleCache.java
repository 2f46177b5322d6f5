package solo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * {@code data/cache}: disposable. The framework starts in an empty one; an old one is renamed,
 * which is quick, and deleted while the container runs. On a full disk it is deleted first: the new
 * one needs its room.
 */
final class BundleCache {
  private static final String OLD = "cache.old-";

  /** With less room than this, bytes or files, the new cache may need that of the old one. */
  private static final long AMPLE_BYTES = 32L << 20;

  /** What a start takes beside the room of the cache before it: indexes, logs, the new bundles'. */
  private static final String ROOM = "cache.room";

  private static final int ROOM_BYTES = 1 << 20;

  private final Path data;
  private final long ample;

  BundleCache(Path data) {
    this(data, AMPLE_BYTES);
  }

  BundleCache(Path data, long ample) {
    this.data = data;
    this.ample = ample;
  }

  /**
   * Where the disk is nearly full, deletes every old cache now, and gives up the room that an
   * earlier boot has put aside for that; else puts it aside. To be called before all writing.
   */
  void makeRoom() throws IOException {
    Path room = data.resolve(ROOM);
    if (isAmple()) {
      putAside(room);
    } else {
      Files.deleteIfExists(room);
      delete(data.resolve("cache"));
      deleteOld();
    }
  }

  /** No zeros: a file system may keep them without taking room. */
  private static void putAside(Path room) {
    try {
      if (!Files.exists(room) || Files.size(room) != ROOM_BYTES) {
        byte[] noise = new byte[ROOM_BYTES];
        new Random().nextBytes(noise);
        Files.write(room, noise);
      }
    } catch (IOException e) {
      System.err.println("solo: no room could be put aside for a start on a full disk: " + e);
    }
  }

  /** How many files the disk can still take is not to be had but by a file. */
  private boolean isAmple() throws IOException {
    Path probe = data.resolve("format.part");
    try {
      Files.deleteIfExists(probe);
      Files.createFile(probe);
      Files.delete(probe);
    } catch (IOException full) {
      return false;
    }
    return Files.getFileStore(data).getUsableSpace() >= ample;
  }

  /** The empty directory for the framework. */
  Path empty() throws IOException {
    Path cache = data.resolve("cache");
    if (Files.exists(cache)) {
      Files.move(cache, unused());
    }
    return Files.createDirectories(cache.resolve("felix"));
  }

  /** Deletes what earlier boots left; returns at once. */
  void deleteOldInBackground() {
    Thread thread = new Thread(this::deleteOld, "solo cache cleaner");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private void deleteOld() {
    try {
      for (Path old : old()) {
        delete(old);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println(
          "solo: an old cache could not be deleted, the next boot tries again: " + e);
    }
  }

  private Path unused() throws IOException {
    int number = 0;
    List<Path> taken = old();
    while (taken.contains(data.resolve(OLD + number))) {
      number++;
    }
    return data.resolve(OLD + number);
  }

  private List<Path> old() throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return entries.filter(path -> path.getFileName().toString().startsWith(OLD)).toList();
    }
  }

  /** Links are deleted, not followed. */
  private static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
