package solo.eventstore.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is asked for.
 *
 * @param file the backup
 * @param staging an empty directory beside the data directory, but for its lock and format
 * @param data what it becomes
 * @param state where the head is
 * @param deploy the deploy directory, to tell what the next start does with it
 * @param at the last event to be in it; empty for the backup's last
 * @param user who asks
 */
record RestoreRequest(
    Path file, Path staging, Path data, Path state, Path deploy, OptionalLong at, String user) {

  static RestoreRequest of(Map<String, String> words) {
    String at = words.get("at");
    return new RestoreRequest(
        Path.of(words.get("file")),
        Path.of(words.get("staging")),
        Path.of(words.get("data")),
        Path.of(words.get("state")),
        Path.of(words.get("deploy")),
        at == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(at)),
        words.get("user"));
  }

  Path events() {
    return staging.resolve("events");
  }
}
