package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.itest.crash.Cell.Backed;

/**
 * A backup restored elsewhere, by a restore that dies at a failpoint and is run again: what runs
 * there is the model as it was at the backup's last event.
 */
final class Drill {
  private final Machine machine;
  private final Timeline timeline;

  Drill(Machine machine, Timeline timeline) {
    this.machine = machine;
    this.timeline = timeline;
  }

  /** Whether a restore passes the failpoint. */
  static boolean reaches(String failpoint) {
    return failpoint.startsWith("restore.");
  }

  /** What is wrong; the failpoint is the restore's. */
  List<String> wrong(Backed backed, Optional<String> failpoint) {
    List<String> wrong = new ArrayList<>();
    machine.restored(
        backed.backup(), failpoint, container -> wrong.addAll(compared(container, backed)));
    return wrong;
  }

  private List<String> compared(Container container, Backed backed) {
    Map<String, Cell> model = timeline.at(backed.atId());
    SortedMap<String, String> expected = new TreeMap<>();
    model.forEach((key, cell) -> cell.shown().ifPresent(text -> expected.put(key, text)));
    expected.keySet().removeIf(key -> key.startsWith("file "));
    SortedMap<String, String> found = Observation.all(container, new TreeSet<>(expected.keySet()));
    long whole = EventLog.whole(container);
    expected
        .keySet()
        .removeIf(key -> !found.containsKey(key) && timeline.forgotten(key, model.get(key), whole));
    List<String> wrong = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      if (!Objects.equals(expected.get(key), found.get(key))) {
        wrong.add(
            "restored from %s: %s: expected %s, found %s"
                .formatted(backed, key, expected.get(key), found.get(key)));
      }
    }
    JsonObject report = container.exec("solo:verify --deep --json").json().getAsJsonObject();
    if (Told.text(report, "status").equals("ERROR")) {
      wrong.add("restored from %s: the verifier says %s".formatted(backed, report));
    }
    return wrong;
  }
}
