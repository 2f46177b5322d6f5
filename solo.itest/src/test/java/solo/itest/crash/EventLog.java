package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The container's log as it was read so far: no id twice, none left out, nothing changed. */
final class EventLog {
  private static final int PAGE = 10_000;

  private final Map<Long, Integer> kept = new HashMap<>();
  private List<JsonObject> fresh = List.of();
  private long lastId;
  private String last = "";

  /** Reads what came after the last {@link #accept()}; says what is wrong with it. */
  List<String> read(Container container) {
    List<JsonObject> rows = after(container, Math.max(0, lastId - 1));
    List<String> wrong = new ArrayList<>();
    if (lastId > 0) {
      String found = rows.isEmpty() ? "nothing" : rows.remove(0).toString();
      if (!found.equals(last)) {
        wrong.add("the last event known was %s, now it is %s".formatted(last, found));
      }
    }
    long expected = lastId + 1;
    for (JsonObject row : rows) {
      if (Told.number(row, "id") != expected) {
        wrong.add("expected event %d, found %s".formatted(expected, row));
        break;
      }
      expected++;
    }
    fresh = rows;
    return wrong;
  }

  /** What {@link #read} found, oldest first. */
  List<JsonObject> fresh() {
    return fresh;
  }

  /** The events of a step among the fresh ones. */
  List<JsonObject> of(Step step) {
    return fresh.stream().filter(step.trace()::leads).toList();
  }

  /** Remembers an event that has to be in the log for good. */
  void keep(JsonObject event) {
    kept.put(Told.number(event, "id"), event.toString().hashCode());
  }

  /** Takes the fresh events as known. */
  void accept() {
    if (!fresh.isEmpty()) {
      JsonObject newest = fresh.get(fresh.size() - 1);
      lastId = Told.number(newest, "id");
      last = newest.toString();
    }
    fresh = List.of();
  }

  /**
   * Reads all of the log; says which of the events that have to be there are not, or are others.
   *
   * @param from the first id that was never taken out
   */
  List<String> compareWhole(Container container, long from) {
    Map<Long, Integer> missing = new HashMap<>(kept);
    List<String> wrong = new ArrayList<>();
    List<JsonObject> rows = after(container, 0);
    for (JsonObject row : rows) {
      Integer hash = missing.remove(Told.number(row, "id"));
      if (hash != null && hash != row.toString().hashCode()) {
        wrong.add("this event was another one: " + row);
      }
    }
    missing.keySet().removeIf(id -> id < from);
    missing
        .keySet()
        .forEach(id -> wrong.add("event %d of an acknowledged operation is gone".formatted(id)));
    return wrong;
  }

  private static List<JsonObject> after(Container container, long id) {
    List<JsonObject> rows = new ArrayList<>();
    long since = id;
    while (true) {
      String command = "solo:events --json --limit %d --since %d".formatted(PAGE, since);
      List<JsonObject> page = container.exec(command).expect(0).rows();
      rows.addAll(page);
      if (page.size() < PAGE) {
        return rows;
      }
      since = Told.number(page.get(PAGE - 1), "id");
    }
  }
}
