package solo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import solo.core.tenant.Printable;

/**
 * {@code solo restore}: makes a data directory of a backup. All is done in a directory beside it,
 * which has its lock and becomes it in one step; nothing of it is left when that fails, or when a
 * signal ends it. A signal is looked for by the thread that restores: no other takes anything away.
 */
final class Restore {
  private static final String ENTRY = "solo.eventstore.backup.Restore";
  private static final String BESIDE = ".restoring-";

  /** What the entry answers where it was asked to stop. */
  private static final int INTERRUPTED = 130;

  private final Places places;
  private final boolean terminal;

  Restore(Places places, boolean terminal) {
    this.places = places;
    this.terminal = terminal;
  }

  int run(Arguments arguments) throws LaunchException {
    AtomicReference<String> signal = new AtomicReference<>();
    Signals.hook(name -> signal.compareAndSet(null, name));
    Path file = file(arguments.argument());
    requireEmpty();
    if (Files.exists(places.state())) {
      DataDirectory.privateDirectory(places.state(), "state directory", "--state");
    }
    tellLeftovers();
    String id = UUID.randomUUID().toString().substring(0, 8);
    Path staging = places.data().resolveSibling(places.data().getFileName() + BESIDE + id);
    List<Path> made = missing(staging);
    try {
      DataDirectory.privateDirectory(staging, "directory", "--data");
      DataLock lock = DataLock.acquire(staging);
      new DataDirectory(staging).mark();
      int status =
          new Bundles(places, terminal)
              .call(ENTRY, words(arguments, file, staging), () -> signal.get() != null);
      Reference.reachabilityFence(lock);
      return status == INTERRUPTED ? Signals.status(signal.get()) : status;
    } finally {
      remove(made);
    }
  }

  /** The directory and those above it that are not there, the deepest first. */
  static List<Path> missing(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
      missing.add(path);
    }
    return missing;
  }

  private static Path file(String given) throws LaunchException {
    try {
      return Path.of("").toAbsolutePath().resolve(given).normalize();
    } catch (InvalidPathException e) {
      throw LaunchException.usage("there is no file " + Printable.quote(given));
    }
  }

  private void requireEmpty() throws LaunchException {
    Path data = places.data();
    if (data.getFileName() == null) {
      throw LaunchException.configuration("%s cannot be a data directory".formatted(data));
    }
    if (!Files.exists(data)) {
      return;
    }
    DataDirectory.privateDirectory(data, "data directory", "--data");
    if (isMountPoint(data)) {
      throw LaunchException.configuration(
          "%s is a mount point, which nothing can be renamed to: restore into a directory below it, such as --data %s"
              .formatted(data, data.resolve("data")));
    }
    try (Stream<Path> entries = Files.list(data)) {
      if (entries.findAny().isEmpty()) {
        return;
      }
      if (Files.exists(data.resolve("lock"))) {
        DataLock.acquire(data).close();
      }
    } catch (IOException e) {
      throw LaunchException.configuration("%s cannot be listed: %s".formatted(data, e));
    }
    throw LaunchException.configuration(
        "%s is not empty: a backup is restored into an empty or missing directory; move it away, or give another with --data"
            .formatted(data));
  }

  /** As Linux tells it, bind mounts too; elsewhere the rename fails, and says so. */
  static boolean isMountPoint(Path directory) {
    Path mounts = Path.of("/proc/self/mountinfo");
    String name =
        directory
            .toString()
            .replace("\\", "\\134")
            .replace(" ", "\\040")
            .replace("\t", "\\011")
            .replace("\n", "\\012");
    try (Stream<String> lines = Files.lines(mounts)) {
      return lines.anyMatch(line -> line.split(" ")[4].equals(name));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void tellLeftovers() {
    Path above = places.data().getParent();
    String begin = places.data().getFileName() + BESIDE;
    try (Stream<Path> entries = Files.list(above)) {
      entries
          .filter(path -> path.getFileName().toString().startsWith(begin))
          .forEach(
              path ->
                  System.err.println(
                      "solo: %s is of a restore that has not ended, or never will: remove it if none runs"
                          .formatted(path)));
    } catch (IOException e) {
      // It is made in a moment, or that fails and says why.
    }
  }

  private Map<String, String> words(Arguments arguments, Path file, Path staging) {
    Map<String, String> words = new HashMap<>();
    words.put("file", file.toString());
    words.put("staging", staging.toString());
    words.put("data", places.data().toString());
    words.put("state", places.state().toString());
    words.put("deploy", places.deploy().toString());
    words.put("user", System.getProperty("user.name"));
    arguments.values().forEach((name, value) -> words.put(name.word(), value));
    return words;
  }

  /**
   * Removes what was made, unless it is a data directory by now: nobody else works on it.
   *
   * @param made the staging directory, then those above it that were not there
   */
  static void remove(List<Path> made) {
    Path staging = made.get(0);
    try {
      if (Files.exists(staging)) {
        removeAll(staging);
      }
      for (Path above : made.subList(1, made.size())) {
        Files.deleteIfExists(above);
      }
    } catch (DirectoryNotEmptyException e) {
      // the data directory is in it
    } catch (IOException | UncheckedIOException e) {
      System.err.println("solo: %s is left: remove it (%s)".formatted(staging, e.getMessage()));
    }
  }

  private static void removeAll(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
