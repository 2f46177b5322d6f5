package solo.core.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is at work with which digest, and who wants to know. Safe for use by many threads. */
final class Leases {
  private final Map<String, Integer> held = new HashMap<>();
  private final List<Set<String>> watching = new ArrayList<>();

  synchronized void take(String digest) {
    held.merge(digest, 1, Integer::sum);
    watching.forEach(taken -> taken.add(digest));
  }

  synchronized void end(String digest) {
    Integer left = held.get(digest);
    if (left == null) {
      throw new IllegalStateException("nobody holds artifact " + digest);
    }
    if (left == 1) {
      held.remove(digest);
    } else {
      held.put(digest, left - 1);
    }
  }

  /** What is held now; what is taken from now on is added to it, until it is forgotten. */
  synchronized Set<String> watch() {
    Set<String> taken = ConcurrentHashMap.newKeySet();
    taken.addAll(held.keySet());
    watching.add(taken);
    return taken;
  }

  synchronized void forget(Set<String> taken) {
    watching.removeIf(watched -> watched == taken);
  }
}
