package solo.core.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import solo.core.tenant.ServiceKey;

/**
 * What lies in the deploy directory, content included.
 *
 * @param settled the digests of the files that are whole and at rest
 * @param held why nothing can be said of a file that is there: it is neither deployed nor missing
 * @param byKey the sighting of each of both
 * @param unnamed sightings that name no service
 */
record Seen(
    Map<ServiceKey, String> settled,
    Map<ServiceKey, String> held,
    Map<ServiceKey, Sighting> byKey,
    Set<Sighting> unnamed) {

  /** Remembers from look to look what need not be read again. For one thread. */
  static final class Eye {
    private final Rest rest;
    private final Contents contents = new Contents();
    private final Clock clock;

    Eye(long settleMs, Clock clock) {
      this.rest = new Rest(settleMs);
      this.clock = clock;
    }

    Seen look(DirectoryScan scan) {
      Seen seen = new Seen(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
      Set<Path> paths = scan.sightings().stream().map(Sighting::path).collect(Collectors.toSet());
      rest.keepOnly(paths);
      contents.keepOnly(paths);
      for (Sighting sighting : scan.sightings()) {
        sighting
            .key()
            .ifPresentOrElse(key -> look(seen, key, sighting), () -> seen.unnamed().add(sighting));
      }
      return seen;
    }

    private void look(Seen seen, ServiceKey key, Sighting sighting) {
      seen.byKey().put(key, sighting);
      if (sighting.refused()) {
        seen.held().put(key, sighting.refusal());
      } else if (!rest.atRest(sighting.path(), sighting.stamp(), clock)) {
        seen.held().put(key, "waits until the file rests");
      } else {
        read(seen, key, sighting);
      }
    }

    private void read(Seen seen, ServiceKey key, Sighting sighting) {
      try {
        contents
            .digest(sighting.path(), sighting.stamp())
            .ifPresentOrElse(
                digest -> seen.settled().put(key, digest),
                () -> seen.held().put(key, "waits until the file is a whole zip file"));
      } catch (IOException e) {
        seen.held().put(key, "cannot be read: " + e);
      }
    }
  }
}
