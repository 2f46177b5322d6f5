package solo.core.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.recovery.ArtifactNames;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/**
 * The digests that a log names up to an event.
 *
 * @param all that any event or checkpoint names
 * @param readable whether each event could be read; one that could not may name any other
 * @param needed those that a start after that event needs, each with a service that runs from it
 */
record NamedArtifacts(
    SortedSet<String> all, boolean readable, SortedMap<String, ServiceKey> needed) {

  /** Reads the whole log up to the event, its chain checked. */
  static NamedArtifacts of(EventStore events, List<CheckpointStore.Listed> listed, long atId) {
    Reading reading = new Reading(events, listed);
    try (EventCursor log = events.read(0)) {
      while (log.hasNext()) {
        Event event = log.next();
        if (event.id() > atId) {
          break;
        }
        reading.take(event);
      }
    }
    return new NamedArtifacts(reading.all, reading.readable, needed(reading.fold.state()));
  }

  private static SortedMap<String, ServiceKey> needed(SystemState state) {
    SortedMap<String, ServiceKey> needed = new TreeMap<>();
    for (ServiceRecord service : state.services().values()) {
      if (service.standing() == Standing.DEPLOYED) {
        service.spec().ifPresent(spec -> needed.putIfAbsent(spec.digest(), service.key()));
      }
    }
    return needed;
  }

  /** Where events were lost, the first checkpoint after them knows what services were. */
  private static final class Reading {
    private final SortedSet<String> all = new TreeSet<>();
    private final Map<Long, SystemState> checkpoints = new HashMap<>();
    private final BridgedFold fold;
    private boolean readable = true;

    private Reading(EventStore events, List<CheckpointStore.Listed> listed) {
      fold = new BridgedFold(SystemState.EMPTY, events::takenOutThrough);
      listed.forEach(
          one -> one.checkpoint().ifPresent(found -> checkpoints.put(one.id(), found.state())));
    }

    private void take(Event event) {
      fold.take(event);
      readable &= !(event.payload() instanceof Payload.Unreadable);
      ArtifactNames.of(event.payload()).ifPresent(all::add);
      SystemState checkpoint = checkpoints.get(event.id());
      if (checkpoint != null) {
        all.addAll(ArtifactNames.of(checkpoint));
        fold.adopt(checkpoint);
      }
    }
  }
}
