package solo.itest.crash;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** What outlives a container: its disk, and where bundles come from. */
interface Machine {
  /** A bundle with what is known of it. */
  record Jar(Path file, String version, String digest) {}

  /** Starts a container, which ends by itself at the failpoint; it need not be ready yet. */
  Container launch(Optional<String> failpoint);

  /** A bundle of a service that nobody else has the bytes of. */
  Jar jar(String key, String version);

  /** Puts a bundle under the name of a service into the deploy directory, as a whole. */
  void drop(Jar jar, String key);

  /** Takes the file of a service out of the deploy directory. */
  void remove(String key);

  /** Harms something that is derived from the log, while no container runs; says what. */
  String harm(Random random);
}
