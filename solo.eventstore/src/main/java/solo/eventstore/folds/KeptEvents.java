package solo.eventstore.folds;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.fold.Fact;
import solo.core.fold.Fingerprint;
import solo.core.fold.LogFold;

/**
 * Events that are themselves what is known: all of some types, or the newest of each kind. There
 * are few of them.
 */
final class KeptEvents implements LogFold {
  private final Function<Event, String> kind;
  private final SortedMap<String, Event> kept = new TreeMap<>();

  /**
   * Keeps the newest of each kind.
   *
   * @param kind of an event, empty for one that is not kept
   */
  KeptEvents(Function<Event, String> kind) {
    this.kind = kind;
  }

  @Override
  public void apply(Event event) {
    String its = kind.apply(event);
    if (!its.isEmpty()) {
      kept.put(its, event);
    }
  }

  @Override
  public List<Long> restsOn() {
    return kept.values().stream().map(Event::id).sorted().toList();
  }

  @Override
  public List<Fact> facts() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    Fingerprint all = new Fingerprint();
    for (Event event : kept.values()) {
      EventDraft draft = event.draft();
      all.add(event.id()).add(event.time()).add(event.boot().toString());
      all.add(draft.tenant()).add(draft.subject()).add(draft.actor()).add(draft.reason());
      all.add(draft.cause()).add(event.type()).add((Record) event.payload());
    }
    return all.hex();
  }
}
