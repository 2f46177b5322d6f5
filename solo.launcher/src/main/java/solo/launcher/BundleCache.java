package solo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code data/cache}: disposable. The framework starts in an empty one; an old one is renamed,
 * which is quick, and deleted while the container runs.
 */
final class BundleCache {
  private static final String OLD = "cache.old-";

  private final Path data;

  BundleCache(Path data) {
    this.data = data;
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
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
