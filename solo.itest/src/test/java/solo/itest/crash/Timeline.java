package solo.itest.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the model was at any event: each change by the event that made it. */
final class Timeline {
  private record Change(long eventId, Map<String, Cell> cells) {}

  private final List<Change> changes = new ArrayList<>();

  void add(long eventId, Map<String, Cell> cells) {
    changes.add(new Change(eventId, cells));
  }

  /** The model as of an event. */
  Map<String, Cell> at(long eventId) {
    Map<String, Cell> cells = new TreeMap<>();
    changes.stream()
        .filter(change -> change.eventId() <= eventId)
        .sorted((one, other) -> Long.compare(one.eventId(), other.eventId()))
        .forEach(change -> cells.putAll(change.cells()));
    return cells;
  }
}
