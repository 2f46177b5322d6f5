package solo.itest.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the model was at any event: each change by the event that made it. */
final class Timeline {
  private record Change(long eventId, Map<String, Cell> cells) {}

  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Long> first = new HashMap<>();

  void add(long eventId, Map<String, Cell> cells) {
    changes.add(new Change(eventId, cells));
    cells.keySet().forEach(key -> first.merge(key, eventId, Math::min));
  }

  /** The events that what the model has now rests on, each with what does. */
  SortedMap<Long, String> restsOn() {
    Map<String, List<Long>> ids = new HashMap<>();
    for (Change change : inOrder()) {
      for (String key : change.cells().keySet()) {
        ids.computeIfAbsent(key, any -> new ArrayList<>()).add(change.eventId());
      }
    }
    SortedMap<Long, String> needed = new TreeMap<>();
    Map<String, Cell> now = at(Long.MAX_VALUE);
    now.remove(KeeperSteps.VAULT); // the keyring has it
    now.forEach((key, cell) -> cell.restsOn(ids.get(key)).forEach(id -> needed.put(id, key)));
    return needed;
  }

  /**
   * Whether what is under the key may be unknown: a token that has ended, and whose grant was taken
   * out.
   *
   * @param whole the first event from which on all are there
   */
  boolean forgotten(String key, Cell cell, long whole) {
    return cell instanceof Cell.Token token
        && token.revoked()
        && first.getOrDefault(key, Long.MAX_VALUE) < whole;
  }

  private List<Change> inOrder() {
    return changes.stream()
        .sorted((one, other) -> Long.compare(one.eventId(), other.eventId()))
        .toList();
  }

  /** The model as of an event. */
  Map<String, Cell> at(long eventId) {
    Map<String, Cell> cells = new TreeMap<>();
    inOrder().stream()
        .filter(change -> change.eventId() <= eventId)
        .forEach(change -> cells.putAll(change.cells()));
    return cells;
  }
}
