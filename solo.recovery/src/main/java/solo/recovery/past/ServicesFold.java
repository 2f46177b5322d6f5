package solo.recovery.past;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.fold.Fact;
import solo.core.fold.Fingerprint;
import solo.core.fold.LogFold;
import solo.core.recovery.Fold;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/** The services as {@link Fold} has them, each with the events that it rests on. */
final class ServicesFold implements LogFold {
  private final SortedMap<ServiceKey, Resting<ServiceRecord>> services = new TreeMap<>();
  private final Resting<SystemState> system =
      new Resting<>(SystemState.EMPTY, ServicesFold::system, state -> Set.of());

  @Override
  public void apply(Event event) {
    ServiceKey key = event.draft().key().orElse(null);
    if (key == null) {
      system.apply(event);
      return;
    }
    Resting<ServiceRecord> service = services.get(key);
    if (service == null) {
      service =
          new Resting<>(ServiceRecord.unknown(key), ServicesFold::service, ServicesFold::names);
    }
    service.apply(event);
    if (service.isEmpty()) {
      services.remove(key);
    } else {
      services.put(key, service);
    }
  }

  /** What the log says of each service that it says something of. */
  SortedMap<ServiceKey, ServiceRecord> services() {
    SortedMap<ServiceKey, ServiceRecord> records = new TreeMap<>();
    services.forEach((key, service) -> records.put(key, service.value()));
    return records;
  }

  /** How the container stopped, at event 0 and without services. */
  SystemState system() {
    return system.value();
  }

  private static ServiceRecord service(ServiceRecord before, Event event) {
    SortedMap<ServiceKey, ServiceRecord> known = new TreeMap<>(Map.of(before.key(), before));
    Fold fold = new Fold(new SystemState(event.id() - 1, true, true, known));
    fold.apply(event);
    return fold.state().service(before.key());
  }

  /** With no id, so that an event that says nothing changes nothing. */
  private static SystemState system(SystemState before, Event event) {
    boolean clean = before.lastStopClean();
    Fold fold =
        new Fold(new SystemState(event.id() - 1, clean, before.stopped(), before.services()));
    fold.apply(event);
    SystemState after = fold.state();
    return new SystemState(0, after.lastStopClean(), after.stopped(), after.services());
  }

  /** The events that a record names. */
  private static Set<Long> names(ServiceRecord record) {
    Set<Long> ids = new HashSet<>(List.of(record.standingId(), record.specId()));
    record.open().ifPresent(intent -> ids.add(intent.eventId()));
    record.file().ifPresent(mark -> ids.add(mark.eventId()));
    return ids;
  }

  @Override
  public List<Long> restsOn() {
    List<Long> ids = new ArrayList<>(system.restsOn());
    services.values().forEach(service -> ids.addAll(service.restsOn()));
    Collections.sort(ids);
    return ids;
  }

  @Override
  public List<Fact> facts() {
    return facts(services().values());
  }

  /** Of those that were ever deployed to their end. */
  static List<Fact> facts(Collection<ServiceRecord> records) {
    return records.stream()
        .filter(record -> record.spec().isPresent())
        .map(ServicesFold::fact)
        .toList();
  }

  private static Fact fact(ServiceRecord record) {
    ServiceSpec spec = record.spec().orElseThrow();
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("standing", record.standing().name().toLowerCase(Locale.ROOT));
    fields.put("since", Instant.ofEpochMilli(record.standingAtMs()).toString());
    fields.put("changedBy", String.valueOf(record.standingId()));
    fields.put("deployedBy", record.specActor());
    fields.put("eventId", String.valueOf(record.specId()));
    fields.put("symbolicName", spec.symbolicName());
    fields.put("version", spec.version());
    fields.put("digest", spec.digest());
    fields.put("source", spec.source());
    if (!spec.secrets().isEmpty()) {
      fields.put("secrets", spec.secrets());
    }
    return new Fact("service", record.key().tenant(), record.key().service(), fields);
  }

  @Override
  public String fingerprint() {
    Fingerprint all = new Fingerprint().add(system.value());
    services.values().forEach(service -> all.add(service.value()));
    return all.hex();
  }
}
