package benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the benchmarks write: on the disk of {@code SOLO_BENCH_DIR}, or of the checkout. */
final class Scratch {
  private Scratch() {}

  static Path root() throws IOException {
    String named = System.getenv("SOLO_BENCH_DIR");
    Path root = named == null ? Path.of("benchmarks", "target", "scratch") : Path.of(named);
    return Files.createDirectories(root.toAbsolutePath());
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    }
  }
}
