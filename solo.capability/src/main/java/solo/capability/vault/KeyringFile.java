package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The keyring in its file. */
final class KeyringFile {
  /** Its name in the vault's directory. */
  static final String NAME = "keyring";

  private static final int MOST_BYTES = 256 << 20;

  private final AtomicFile file;

  KeyringFile(Path directory, Steps steps) {
    file =
        new AtomicFile(
            directory.resolve(NAME),
            "keyring",
            PosixFilePermissions.fromString("rw-------"),
            steps);
  }

  /**
   * What is there, empty where no file is.
   *
   * @throws IOException when there is one that cannot be read
   */
  Optional<Keyring> read() throws IOException {
    return file.isThere()
        ? Optional.of(KeyringFormat.decode(file.read(MOST_BYTES)))
        : Optional.empty();
  }

  /** Durable when it returns; before, what was there stays. */
  void write(Keyring ring) throws IOException {
    AtomicFile.createDirectories(file.path().toAbsolutePath().getParent());
    file.write(KeyringFormat.encode(ring));
  }

  Path path() {
    return file.path();
  }
}
