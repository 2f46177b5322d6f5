package solo.core.directory;

import java.nio.file.Path;
import java.util.Optional;
import solo.core.tenant.ServiceKey;

/**
 * One name in the deploy directory that is meant as a bundle.
 *
 * @param name relative to the deploy directory, made printable
 * @param path to reach it
 * @param key of the service it names; empty where the name is no valid one, or another file has it
 * @param stamp of the file
 * @param refusal why it is not looked into at all; empty for a regular file with a good name
 */
record Sighting(String name, Path path, Optional<ServiceKey> key, Stamp stamp, String refusal) {

  boolean refused() {
    return !refusal.isEmpty();
  }
}
