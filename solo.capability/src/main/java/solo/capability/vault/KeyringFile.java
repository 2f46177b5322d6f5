package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import solo.core.disk.Disk;

/** The keyring in its file. */
final class KeyringFile {
  /** Its name in the vault's directory. */
  static final String NAME = "keyring";

  private static final int MOST_BYTES = 256 << 20;

  private final VaultFile file;

  KeyringFile(Disk disk, Path directory, Steps steps) {
    file = new VaultFile(disk, directory.resolve(NAME), "keyring", false, steps);
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

  /** Whether surely none is there. */
  boolean isMissing() {
    return file.isMissing();
  }

  /** Durable when it returns; before, what was there stays. */
  void write(Keyring ring) throws IOException {
    file.write(KeyringFormat.encode(ring));
  }

  Path path() {
    return file.path();
  }
}
