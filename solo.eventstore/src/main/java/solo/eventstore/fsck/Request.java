package solo.eventstore.fsck;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param data the data directory, whose lock is held
 * @param state where the head is
 * @param accept the first lost id to accept
 * @param reason of the one who accepts; may be empty
 * @param user who that is
 */
record Request(
    Path data, Path state, boolean json, Optional<Long> accept, String reason, String user) {

  static Request of(Map<String, String> words) {
    return new Request(
        Path.of(words.get("data")),
        Path.of(words.get("state")),
        words.containsKey("json"),
        Optional.ofNullable(words.get("accept-loss")).map(Long::valueOf),
        words.getOrDefault("reason", ""),
        words.get("user"));
  }

  Path events() {
    return data.resolve("events");
  }
}
