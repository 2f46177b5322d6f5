package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One line of a recorder's file. */
public record Recording(
    long atMs, String what, long pid, String symbolicName, String version, long bundleId) {

  /** All lines so far, none where there is no file yet. */
  static List<Recording> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream().map(Recording::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recording parse(String line) {
    String[] part = line.split(" ");
    return new Recording(
        Long.parseLong(part[0]),
        part[1],
        Long.parseLong(part[2]),
        part[3],
        part[4],
        Long.parseLong(part[5]));
  }
}
