package solo.core.config;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.tenant.Printable;

/**
 * What is to be handed to Configuration Admin. Pure.
 *
 * @param configurations by PID; that of a factory's instance is {@code <factory>~<name>}
 * @param problems what makes the files unusable, one message each; empty where they are fine
 */
record ConfigPlan(
    SortedMap<String, Dictionary<String, Object>> configurations, List<String> problems) {

  /** The PIDs that begin so are Solo's; a file for one that nobody declares is a slip. */
  static final String OWN = "solo.";

  /** Every known PID gets its configuration; files of other PIDs are passed on as they are. */
  static ConfigPlan of(Map<String, KnownPid> known, List<ConfigFile> files) {
    SortedMap<String, Dictionary<String, Object>> plan = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Map<String, Map<String, String>> entries = new TreeMap<>();
    for (ConfigFile file : files) {
      if (known.containsKey(file.pid())) {
        entries.put(file.pid(), file.entries());
      } else if (file.pid().startsWith(OWN)) {
        problems.add(
            "etc/%s: unknown file; Solo's files are %s"
                .formatted(
                    Printable.escape(file.name()),
                    String.join(", ", known.keySet().stream().map(pid -> pid + ".cfg").toList())));
      } else {
        plan.put(file.pid(), new Hashtable<>(file.entries()));
      }
    }
    known.forEach(
        (pid, keys) -> plan.put(pid, keys.values(entries.getOrDefault(pid, Map.of()), problems)));
    return new ConfigPlan(plan, problems);
  }
}
