package solo.eventstore.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.event.Payload.AuditKeyChanged;
import solo.core.event.Payload.BackupRestored;
import solo.core.event.Payload.DataLossAccepted;
import solo.core.event.Payload.RetentionApplied;
import solo.core.verify.Kind;
import solo.eventstore.codec.TypePeek;
import solo.eventstore.journal.TakenOut;

/** What the log itself says of events that are not in it, and of keys. For one thread. */
final class Excuses {
  /**
   * A past that was left: heads signed before a time, of events from one on, are not in the log.
   *
   * @param others whether heads of another log that was there before are not either
   */
  private record Left(long eventId, Instant at, long firstId, boolean others) {
    /** Whether what is there of an event came with what was put in the log's place. */
    boolean brought(long id) {
      return id < (firstId == 1 ? eventId : firstId);
    }

    boolean explains(SignedLine head, boolean foreign) {
      return !head.at().isAfter(at) && (foreign && others || head.id() >= firstId);
    }
  }

  /** An event that says what was taken out. */
  private record Told(long eventId, RetentionApplied applied) {}

  private static final List<String> TYPES =
      List.of(
          Payload.typeOf(BackupRestored.class),
          Payload.typeOf(DataLossAccepted.class),
          Payload.typeOf(RetentionApplied.class),
          Payload.typeOf(AuditKeyChanged.class));

  private final List<Left> left = new ArrayList<>();
  private final List<Long> losses = new ArrayList<>();
  private final Map<Long, Long> lossEvents = new HashMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private final TreeMap<Long, List<Told>> retentions = new TreeMap<>();

  /**
   * What a log tells by its newest events of each type.
   *
   * @throws solo.core.event.EventStoreException when it cannot be read
   */
  static Excuses toldBy(EventStore events) {
    Excuses told = new Excuses();
    for (String type : TYPES) {
      List<Event> newest =
          new ArrayList<>(
              events.query(new EventQuery("", "", type, 0, EventQuery.MAX_LIMIT, true)));
      Collections.reverse(newest);
      newest.forEach(told::take);
    }
    return told;
  }

  /** Whether a body may be of a type that counts here; cheap. */
  static boolean mayBe(byte[] body) {
    return TypePeek.of(body).map(TYPES::contains).orElse(true);
  }

  /** Takes an event. */
  void take(Event event) {
    if (event.payload() instanceof BackupRestored restored) {
      left.add(new Left(event.id(), event.time(), restored.atId() + 1, true));
    } else if (event.payload() instanceof DataLossAccepted loss) {
      take(event, loss);
    } else if (event.payload() instanceof RetentionApplied applied) {
      retentions
          .computeIfAbsent(applied.throughId(), id -> new ArrayList<>())
          .add(new Told(event.id(), applied));
    } else if (event.payload() instanceof AuditKeyChanged changed) {
      keys.putIfAbsent(changed.keyId(), event.id());
    }
  }

  /**
   * A loss is of a gap, whose ids are gone and whose surroundings are not, or of the end of a log:
   * then the log went on from another past.
   */
  private void take(Event event, DataLossAccepted loss) {
    losses.add(loss.firstLostId());
    lossEvents.put(loss.firstLostId(), event.id());
    if (loss.detail().startsWith(Kind.HEAD_FOREIGN + ":")) {
      left.add(new Left(event.id(), event.time(), 1, true));
    } else if (loss.detail().startsWith(Kind.HEAD_AHEAD + ":")) {
      left.add(new Left(event.id(), event.time(), loss.firstLostId(), false));
    }
  }

  /**
   * The event that explains why a head is not in the log, 0 for none.
   *
   * @param foreign whether it is of another log
   */
  long of(SignedLine head, boolean foreign) {
    return explaining(head, foreign).map(Left::eventId).orElse(0L);
  }

  /** The first event that is not in the log by what {@link #of} says. */
  long firstOf(SignedLine head) {
    return explaining(head, false).map(Left::firstId).orElse(0L);
  }

  private Optional<Left> explaining(SignedLine head, boolean foreign) {
    return left.stream().filter(one -> one.explains(head, foreign)).findFirst();
  }

  /** The event that accepts that ids are lost, 0 for none. */
  long ofGap(long first, long last) {
    return losses.stream()
        .filter(lost -> lost >= first && lost <= last)
        .findFirst()
        .map(lossEvents::get)
        .orElse(0L);
  }

  /** The event that tells of a key, 0 for none. */
  long ofKey(String id) {
    return keys.getOrDefault(id, 0L);
  }

  /** What was said when events up to one were taken out, each time that it was tried. */
  List<RetentionApplied> retentions(long throughId) {
    return told(throughId).stream().map(Told::applied).toList();
  }

  private List<Told> told(long throughId) {
    return retentions.getOrDefault(throughId, List.of());
  }

  /** The event that tells of a base, 0 for none. */
  long tellingOf(TakenOut base) {
    return told(base.through()).stream()
        .filter(one -> one.applied().base().equals(base.sha256()))
        .mapToLong(Told::eventId)
        .findFirst()
        .orElse(0);
  }

  /** The event by which a base came with its log, after it was told of there; 0 for none. */
  long ofBase(TakenOut base) {
    long told = tellingOf(base);
    return told == 0 ? 0 : ofAnOlder(told);
  }

  /** The event by which another event came with what was put in the log's place, 0 for none. */
  long ofAnOlder(long id) {
    return left.stream()
        .filter(one -> one.eventId() > id && one.brought(id))
        .mapToLong(Left::eventId)
        .findFirst()
        .orElse(0);
  }

  /** What was said when an event was taken out. */
  Optional<RetentionApplied> retentionOf(long id) {
    return Optional.ofNullable(retentions.ceilingEntry(id))
        .map(Map.Entry::getValue)
        .map(all -> all.get(all.size() - 1).applied());
  }
}
