package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The container's log as it was read so far: no id twice, none left out, nothing changed. What
 * retention took out is read from the archives; what it kept has to be as it was.
 */
final class EventLog {
  private static final int PAGE = 10_000;

  private final Map<Long, String> kept = new HashMap<>();
  private final Set<Long> bounds = new HashSet<>(Set.of(1L));
  private List<JsonObject> fresh = List.of();
  private long whole = 1;
  private long lastId;
  private String last = "";

  /** Reads what came after the last {@link #accept()}; says what is wrong with it. */
  List<String> read(Container container) {
    List<String> wrong = new ArrayList<>();
    long from = whole(container);
    if (from < whole) {
      wrong.add("events before %d were taken out, now those before %d".formatted(whole, from));
    }
    whole = from;
    List<JsonObject> rows = all(container, Math.max(0, lastId - 1));
    bounds(rows);
    if (!bounds.contains(from)) {
      wrong.add("no event tells that those before %d were taken out".formatted(from));
    }
    if (lastId > 0) {
      String found = rows.isEmpty() ? "nothing" : words(rows.remove(0));
      if (!found.equals(last)) {
        wrong.add("the last event known was %s, now it is %s".formatted(last, found));
      }
    }
    fresh = rows;
    wrong.addAll(gaps(rows, lastId + 1));
    return wrong;
  }

  /** The first event from which on all are in the log. */
  static long whole(Container container) {
    return Told.number(Told.by(container.exec("solo:retention --json").expect(0)), "from");
  }

  /** The first event from which on all are in the log, when it was read last. */
  long whole() {
    return whole;
  }

  private void bounds(List<JsonObject> rows) {
    rows.stream()
        .filter(row -> Told.text(row, "type").equals("retention_applied"))
        .forEach(row -> bounds.add(1 + Told.number(row, "throughId")));
  }

  private static List<String> gaps(List<JsonObject> rows, long first) {
    long expected = first;
    for (JsonObject row : rows) {
      if (Told.number(row, "id") != expected) {
        return List.of("expected event %d, found %s".formatted(expected, row));
      }
      expected++;
    }
    return List.of();
  }

  /** What {@link #read} found, oldest first. */
  List<JsonObject> fresh() {
    return fresh;
  }

  /** The events of a step among the fresh ones. */
  List<JsonObject> of(Step step) {
    return fresh.stream().filter(step.trace()::leads).toList();
  }

  /** How many of the fresh events tell of events that are no longer in the log. */
  long timesTakenOut() {
    return fresh.stream()
        .filter(row -> Told.text(row, "type").equals("retention_applied"))
        .filter(row -> Told.number(row, "throughId") < whole)
        .count();
  }

  /** Remembers an event that has to be somewhere for good. */
  void keep(JsonObject event) {
    kept.put(Told.number(event, "id"), words(event));
  }

  /** Takes the fresh events as known. */
  void accept() {
    if (!fresh.isEmpty()) {
      JsonObject newest = fresh.get(fresh.size() - 1);
      lastId = Told.number(newest, "id");
      last = words(newest);
    }
    fresh = List.of();
  }

  /**
   * Reads what the log shows: those that were taken out are gone but for kept ones, the others are
   * all there, and so is every event that something rests on.
   *
   * @param restsOn these events, with what rests on each
   */
  List<String> compareShown(Container container, SortedMap<Long, String> restsOn) {
    List<JsonObject> rows = after(container, 0);
    List<String> wrong = new ArrayList<>(changed(rows));
    wrong.addAll(
        gaps(rows.stream().filter(row -> Told.number(row, "id") >= whole).toList(), whole));
    SortedMap<Long, String> missing = new TreeMap<>(restsOn);
    rows.forEach(row -> missing.remove(Told.number(row, "id")));
    missing.forEach(
        (id, what) -> wrong.add("event %d is gone, and %s rests on it".formatted(id, what)));
    return wrong;
  }

  /** Reads all, archives and log; says which that have to be there are not, or are others. */
  List<String> compareWhole(Container container) {
    List<JsonObject> rows = all(container, 0);
    List<String> wrong = new ArrayList<>(changed(rows));
    Set<Long> missing = new HashSet<>(kept.keySet());
    rows.forEach(row -> missing.remove(Told.number(row, "id")));
    missing.forEach(id -> wrong.add("event %d of an acknowledged operation is gone".formatted(id)));
    return wrong;
  }

  private List<String> changed(List<JsonObject> rows) {
    return rows.stream()
        .filter(row -> !words(row).equals(kept.getOrDefault(Told.number(row, "id"), words(row))))
        .map(row -> "this event was another one: " + row)
        .toList();
  }

  /** The same for the same fields in any order. */
  private static String words(JsonObject row) {
    Map<String, Object> sorted = new TreeMap<>();
    row.entrySet().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    return sorted.toString();
  }

  /** Those after an id: what was taken out from the archives, the others from the log. */
  private List<JsonObject> all(Container container, long id) {
    List<JsonObject> rows = new ArrayList<>();
    if (id + 1 < whole) {
      container.archived(id).stream()
          .filter(row -> Told.number(row, "id") < whole)
          .forEach(rows::add);
    }
    rows.addAll(after(container, Math.max(id, whole - 1)));
    return rows;
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
