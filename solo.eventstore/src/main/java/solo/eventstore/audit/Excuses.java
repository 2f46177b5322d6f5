package solo.eventstore.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.event.Payload.AuditKeyChanged;
import solo.core.event.Payload.BackupRestored;
import solo.core.event.Payload.DataLossAccepted;
import solo.core.event.Payload.RetentionApplied;
import solo.core.verify.Kind;

/** What the log itself says of events that are not in it, and of keys. For one thread. */
final class Excuses {
  /**
   * A past that was left: heads signed before a time, of events from one on, are not in the log.
   *
   * @param others whether heads of another log that was there before are not either
   */
  private record Left(long eventId, Instant at, long firstId, boolean others) {
    boolean explains(SignedHead head, boolean foreign) {
      return !head.at().isAfter(at) && (foreign && others || head.id() >= firstId);
    }
  }

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
  private final TreeMap<Long, RetentionApplied> retentions = new TreeMap<>();

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
      retentions.put(applied.throughId(), applied);
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
  long of(SignedHead head, boolean foreign) {
    return explaining(head, foreign).map(Left::eventId).orElse(0L);
  }

  /** The first event that is not in the log by what {@link #of} says. */
  long firstOf(SignedHead head) {
    return explaining(head, false).map(Left::firstId).orElse(0L);
  }

  private Optional<Left> explaining(SignedHead head, boolean foreign) {
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

  /** What was said when events up to one were taken out. */
  Optional<RetentionApplied> retention(long throughId) {
    return Optional.ofNullable(retentions.get(throughId));
  }

  /** What was said when an event was taken out. */
  Optional<RetentionApplied> retentionOf(long id) {
    return Optional.ofNullable(retentions.ceilingEntry(id)).map(Map.Entry::getValue);
  }
}
