package solo.eventstore.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the key that signs is: never beside what it is to prove. */
final class KeyPlace {
  private KeyPlace() {}

  /**
   * What is configured, absolute.
   *
   * @throws IllegalArgumentException with the key and what is expected
   */
  static Path of(String keyFile, Path state, Path data) {
    if (keyFile.isBlank()) {
      throw new IllegalArgumentException("keyFile names a file, and is empty");
    }
    Path file = state.resolve(keyFile.strip()).toAbsolutePath().normalize();
    if (real(file).startsWith(real(data.toAbsolutePath().normalize()))) {
      throw new IllegalArgumentException(
          "keyFile is %s, which is in the data directory %s: who can write the log could sign it too; name a file outside of it"
              .formatted(file, data));
    }
    return file;
  }

  /** Without links, as far as it is there. */
  private static Path real(Path path) {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
