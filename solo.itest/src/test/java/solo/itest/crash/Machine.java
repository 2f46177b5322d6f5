package solo.itest.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What outlives a container: its disk, and where bundles come from. */
interface Machine {
  /** A bundle with what is known of it. */
  record Jar(Path file, String version, String digest) {}

  /** Where a backup is to be written, and a copy of the master key that opens its secrets. */
  record Backup(Path file, Path masterKey, Path keyCopy) {
    /** To be called before the backup is made, by who alone rotates the key. */
    void keepKey() {
      try {
        Files.copy(masterKey, keyCopy, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts a container, which ends by itself at the failpoint; it need not be ready yet. */
  Container launch(Optional<String> failpoint);

  /** A bundle of a service that nobody else has the bytes of. */
  Jar jar(String key, String version);

  /** Puts a bundle under the name of a service into the deploy directory, as a whole. */
  void drop(Jar jar, String key);

  /** Takes the file of a service out of the deploy directory. */
  void remove(String key);

  /** Where the next backup goes; all but the newest are removed. */
  Backup backup(String marker);

  /**
   * Restores a backup elsewhere, after a restore of it that died at the failpoint, and lets
   * somebody look at the container that runs there.
   */
  void restored(Backup backup, Optional<String> failpoint, Consumer<Container> look);

  /** Harms something that is derived from the log, while no container runs; says what. */
  String harm(Random random);
}
