package solo.launcher;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import solo.core.tenant.Printable;

/**
 * {@code solo restore}: makes a data directory of a backup. All is done in a directory beside it,
 * which has its lock and becomes it in one step; nothing of it is left when that fails.
 */
final class Restore {
  private static final String ENTRY = "solo.eventstore.backup.Restore";
  private static final String BESIDE = ".restoring-";

  private final Places places;
  private final boolean terminal;

  Restore(Places places, boolean terminal) {
    this.places = places;
    this.terminal = terminal;
  }

  int run(Arguments arguments) throws LaunchException {
    Path file = file(arguments.argument());
    requireEmpty();
    if (Files.exists(places.state())) {
      DataDirectory.privateDirectory(places.state(), "state directory", "--state");
    }
    tellLeftovers();
    String id = UUID.randomUUID().toString().substring(0, 8);
    Path staging = places.data().resolveSibling(places.data().getFileName() + BESIDE + id);
    Thread cleaning = new Thread(() -> remove(staging), "solo-restore-cleaning");
    Runtime.getRuntime().addShutdownHook(cleaning);
    DataDirectory.privateDirectory(staging, "directory", "--data");
    DataLock lock = DataLock.acquire(staging);
    try {
      new DataDirectory(staging).mark();
      return new Bundles(places, terminal).call(ENTRY, words(arguments, file, staging));
    } finally {
      remove(staging);
      Reference.reachabilityFence(lock);
    }
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
   * Again while somebody still writes: an interrupted restore is told to end by that. It loses its
   * name first, so that nothing of which a part is removed can become a data directory.
   */
  static void remove(Path staging) {
    for (int i = 0; i < 100 && Files.exists(staging); i++) {
      Path gone = staging.resolveSibling(staging.getFileName() + "." + i);
      try {
        Files.move(staging, gone, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        // it is a data directory by now
        return;
      }
      removeAll(gone);
    }
  }

  private static void removeAll(Path gone) {
    for (int i = 0; i < 100 && Files.exists(gone); i++) {
      try (Stream<Path> all = Files.walk(gone)) {
        List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | java.io.UncheckedIOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
