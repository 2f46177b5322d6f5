package solo.core.recovery;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.tenant.ServiceKey;

/**
 * The fold of the log up to an event. Immutable.
 *
 * @param id of the last event in it, 0 for the empty log
 * @param lastStopClean whether the last {@code system_started} followed a clean stop; true where
 *     there is none
 * @param stopped whether the log ends in a clean stop, so that the next start follows one; true for
 *     the empty log
 * @param services all that the log knows, by key
 */
public record SystemState(
    long id,
    boolean lastStopClean,
    boolean stopped,
    SortedMap<ServiceKey, ServiceRecord> services) {

  /** The fold of the empty log. */
  public static final SystemState EMPTY = new SystemState(0, true, true, new TreeMap<>());

  /** Copies the map. */
  public SystemState {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /** What the log says of a service, blank where it says nothing. */
  public ServiceRecord service(ServiceKey key) {
    ServiceRecord record = services.get(key);
    return record == null ? ServiceRecord.unknown(key) : record;
  }

  /** Where a checkpoint is not this state of the log, in words; empty when it is the same. */
  public Optional<String> difference(SystemState checkpoint) {
    if (equals(checkpoint)) {
      return Optional.empty();
    }
    return Optional.of(
        services.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(checkpoint.services.get(entry.getKey())))
            .map(entry -> entry.getKey() + " is otherwise")
            .findFirst()
            .or(
                () ->
                    checkpoint.services.keySet().stream()
                        .filter(key -> !services.containsKey(key))
                        .map(key -> key + " is not in the log")
                        .findFirst())
            .orElse("what it says of the last stop"));
  }
}
