package solo.eventstore.provider;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.eventstore.codec.TypePeek;
import solo.eventstore.index.Filters;
import solo.eventstore.index.Indexer;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalHold;
import solo.eventstore.journal.JournalRecord;

/**
 * Answers what is asked of the store. The newest events come from memory, those before them by the
 * index, and those between, which the index has not got yet, by reading the journal. Safe for use
 * by many threads.
 */
final class EventQueries {
  /** What cannot be read has another type in its body. */
  private static final String UNREADABLE = Payload.typeOf(Payload.Unreadable.class);

  private final Journal journal;
  private final RecentEvents recent;
  private final Indexer indexer;
  private final AtomicLong recordsRead = new AtomicLong();
  private volatile KeptEvents kept = KeptEvents.NONE;

  EventQueries(Journal journal, RecentEvents recent, Indexer indexer) {
    this.journal = journal;
    this.recent = recent;
    this.indexer = indexer;
  }

  /** The index led to a record that is not what it said. */
  private static final class Misled extends Exception {
    private static final long serialVersionUID = 1L;

    private Misled(long id, String found) {
      super("it led to " + found + " instead of event " + id);
    }
  }

  Optional<Event> event(long id) {
    EventQuery one = new EventQuery("", "", "", Math.max(0, id - 1), 1, false);
    return id < 1
        ? Optional.empty()
        : query(one).stream().filter(found -> found.id() == id).findFirst();
  }

  List<Event> query(EventQuery query) {
    List<RecentEvents.Recent> held = recent.all();
    long firstHeld = held.isEmpty() ? recent.last() + 1 : held.get(0).record().id();
    Answer answer = new Answer(query);
    if (query.newestFirst()) {
      for (int i = held.size() - 1; i >= 0 && !answer.isFull(); i--) {
        answer.offer(held.get(i).event());
      }
    }
    if (!answer.isFull() && query.since() + 1 < firstHeld) {
      older(query, firstHeld - 1, answer);
    }
    if (!query.newestFirst()) {
      for (int i = 0; i < held.size() && !answer.isFull(); i++) {
        answer.offer(held.get(i).event());
      }
    }
    return List.copyOf(answer.events);
  }

  /**
   * What matches up to an event that memory does not hold. It begins anew where segments were taken
   * out meanwhile: what the index has lost since may be kept, and was not when it began.
   */
  private void older(EventQuery query, long upTo, Answer answer) {
    int before = answer.events.size();
    KeptEvents now;
    do {
      answer.events.subList(before, answer.events.size()).clear();
      now = kept();
      olderBehind(now, query, upTo, answer);
    } while (journal.takenOutThrough() != now.through());
  }

  private void olderBehind(KeptEvents now, EventQuery query, long upTo, Answer answer) {
    if (!query.newestFirst()) {
      keptOnes(now, query, upTo, answer);
    }
    if (!answer.isFull() && now.through() < upTo) {
      whole(query, Math.max(query.since(), now.through()), upTo, answer);
    }
    if (query.newestFirst() && !answer.isFull()) {
      keptOnes(now, query, upTo, answer);
    }
  }

  private KeptEvents kept() {
    KeptEvents now = kept;
    if (now.through() != journal.takenOutThrough()) {
      now = KeptEvents.of(journal);
      kept = now;
    }
    return now;
  }

  /** Of those that were taken out. */
  private void keptOnes(KeptEvents from, EventQuery query, long upTo, Answer answer) {
    PrimitiveIterator.OfLong ids = from.matching(query, upTo).iterator();
    while (ids.hasNext() && !answer.isFull()) {
      recordsRead.incrementAndGet();
      // one that is gone by now was taken out meanwhile
      journal.kept(ids.nextLong()).map(EventReading::decoded).ifPresent(answer::offer);
    }
  }

  /** Where every event is there. */
  private void whole(EventQuery query, long since, long upTo, Answer answer) {
    int before = answer.events.size();
    try {
      Indexer.Range range = new Indexer.Range(since, upTo, answer.room(), query.newestFirst());
      Indexer.Answer indexed = indexer.search(Filters.of(query), range);
      long from = Math.max(since, Math.min(upTo, indexed.at()));
      if (query.newestFirst()) {
        scan(from, upTo, answer);
        fetch(indexed.found(), answer);
      } else {
        fetch(indexed.found(), answer);
        scan(from, upTo, answer);
      }
    } catch (Misled e) {
      if (journal.takenOutThrough() <= since) {
        indexer.distrust(e.getMessage());
      }
      answer.events.subList(before, answer.events.size()).clear();
      scan(since, upTo, answer);
    }
  }

  private void fetch(List<Indexer.Found> found, Answer answer) throws Misled {
    for (Indexer.Found one : found) {
      if (answer.isFull()) {
        return;
      }
      Event event = eventAt(one);
      if (event.id() != one.id() || !Filters.match(answer.query, event)) {
        throw new Misled(one.id(), "event " + event.id());
      }
      answer.events.add(event);
    }
  }

  private Event eventAt(Indexer.Found found) throws Misled {
    recordsRead.incrementAndGet();
    try {
      return EventReading.decoded(journal.readAt(found.segment(), found.offset()));
    } catch (IllegalArgumentException e) {
      throw new Misled(found.id(), "a place without a record");
    } catch (EventStoreException e) {
      if (e.why() == EventStoreException.Cause.DAMAGED) {
        // where the journal is damaged, reading it says so
        throw new Misled(found.id(), "no record");
      }
      throw e;
    }
  }

  private void scan(long after, long upTo, Answer answer) {
    if (after >= upTo || answer.isFull()) {
      return;
    }
    int room = answer.room();
    Deque<Event> found = new ArrayDeque<>();
    try (JournalCursor cursor = journal.read(after)) {
      while (cursor.hasNext() && (answer.query.newestFirst() || found.size() < room)) {
        JournalRecord record = cursor.next();
        recordsRead.incrementAndGet();
        if (record.id() > upTo) {
          break;
        }
        if (mayMatch(answer.query.type(), record.body())) {
          Event event = EventReading.decoded(record);
          if (Filters.match(answer.query, event)) {
            found.add(event);
          }
        }
        if (found.size() > room) {
          found.remove();
        }
      }
    }
    List<Event> ordered = new ArrayList<>(found);
    if (answer.query.newestFirst()) {
      Collections.reverse(ordered);
    }
    answer.events.addAll(ordered);
  }

  /** Cheap: to read a body costs several times what it takes to find it. */
  private static boolean mayMatch(String type, byte[] body) {
    return type.isEmpty()
        || type.equals(UNREADABLE)
        || TypePeek.of(body).map(type::equals).orElse(true);
  }

  /** What has been found, in the order asked for. */
  private static final class Answer {
    private final EventQuery query;
    private final List<Event> events = new ArrayList<>();

    private Answer(EventQuery query) {
      this.query = query;
    }

    private boolean isFull() {
      return events.size() == query.limit();
    }

    private int room() {
      return query.limit() - events.size();
    }

    private void offer(Event event) {
      if (event.id() > query.since() && Filters.match(query, event)) {
        events.add(event);
      }
    }
  }

  /** Every event after an id, up to the last one now. */
  EventCursor read(long afterId) {
    long last = recent.last();
    if (afterId >= last) {
      return new EventReading(Collections.emptyIterator(), () -> {});
    }
    return EventReading.of(new ReadThrough(journal.read(afterId), last));
  }

  /** The same of events that a hold keeps there. */
  EventCursor read(JournalHold hold, long afterId) {
    long last = recent.last();
    return EventReading.of(new ReadThrough(hold.read(afterId), last));
  }

  /** Holds the events after an id. */
  JournalHold hold(long afterId) {
    return journal.hold(afterId);
  }

  /** How many records were read from files. */
  long recordsRead() {
    return recordsRead.get();
  }
}
