package solo.eventstore.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalHold;
import solo.eventstore.journal.JournalRecord;

/**
 * Which events are kept of those that were taken out, with what queries ask for. They are as many
 * as the state is large, whatever the log's length; their bodies are not held. Immutable.
 *
 * @param through the last event that was taken out
 * @param keys ascending by id
 */
record KeptEvents(long through, List<Key> keys) {
  static final KeptEvents NONE = new KeptEvents(0, List.of());

  /** What a query can ask for. */
  record Key(long id, String tenant, String service, String type) {}

  /** Those of a journal now. */
  static KeptEvents of(Journal journal) {
    Map<String, String> words = new HashMap<>();
    List<Key> keys = new ArrayList<>();
    try (JournalHold hold = journal.hold(0);
        JournalCursor records = hold.read(0)) {
      long through = hold.takenOutThrough();
      while (records.hasNext()) {
        JournalRecord record = records.next();
        if (record.id() > through) {
          break;
        }
        keys.add(key(EventReading.decoded(record), words));
      }
      return new KeptEvents(through, List.copyOf(keys));
    }
  }

  private static Key key(Event event, Map<String, String> words) {
    return new Key(
        event.id(),
        words.computeIfAbsent(event.draft().tenant(), word -> word),
        words.computeIfAbsent(event.draft().subject(), word -> word),
        words.computeIfAbsent(event.type(), word -> word));
  }

  /** The ids of those that may match, in the order asked for. */
  LongStream matching(EventQuery query, long upTo) {
    List<Key> ordered = keys;
    if (query.newestFirst()) {
      ordered = new ArrayList<>(keys);
      Collections.reverse(ordered);
    }
    return ordered.stream()
        .filter(key -> key.id() > query.since() && key.id() <= upTo)
        .filter(key -> query.tenant().isEmpty() || query.tenant().equals(key.tenant()))
        .filter(key -> query.service().isEmpty() || query.service().equals(key.service()))
        .filter(key -> query.type().isEmpty() || query.type().equals(key.type()))
        .mapToLong(Key::id);
  }
}
