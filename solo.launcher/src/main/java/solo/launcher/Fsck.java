package solo.launcher;

import java.lang.ref.Reference;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code solo fsck}: checks a data directory that no process has open. What is in there is known to
 * the bundles of the distribution.
 */
final class Fsck {
  private static final String ENTRY = "solo.eventstore.fsck.Fsck";

  private final Places places;
  private final boolean terminal;

  Fsck(Places places, boolean terminal) {
    this.places = places;
    this.terminal = terminal;
  }

  int run(Arguments arguments) throws LaunchException {
    if (!Files.isDirectory(places.data())) {
      throw LaunchException.configuration(
          "there is no data directory %s: give another with --data".formatted(places.data()));
    }
    DataDirectory directory = new DataDirectory(places.data());
    directory.open();
    if (!directory.isInUse()) {
      throw LaunchException.configuration(
          "%s is no data directory of Solo: give another with --data".formatted(places.data()));
    }
    DataLock lock = DataLock.acquire(places.data());
    try {
      return new Bundles(places, terminal).call(ENTRY, words(arguments));
    } finally {
      Reference.reachabilityFence(lock);
    }
  }

  private Map<String, String> words(Arguments arguments) {
    Map<String, String> words = new HashMap<>();
    words.put("data", places.data().toString());
    words.put("state", places.state().toString());
    words.put("user", System.getProperty("user.name"));
    if (arguments.flags().contains(Arguments.Flag.JSON)) {
      words.put("json", "");
    }
    arguments.values().forEach((name, value) -> words.put(name.word(), value));
    return words;
  }
}
