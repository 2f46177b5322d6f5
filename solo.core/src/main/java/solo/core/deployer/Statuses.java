package solo.core.deployer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.ServiceKey;

/** What the log says of services, put together with what the framework says. */
final class Statuses {
  private final StateProjection projection;
  private final Instances instances;
  private final BooleanSupplier recovered;
  private final NamedSecrets secrets;

  /** Before {@code recovered} a service without an instance waits; after that it has failed. */
  Statuses(
      StateProjection projection,
      Instances instances,
      BooleanSupplier recovered,
      NamedSecrets secrets) {
    this.projection = projection;
    this.instances = instances;
    this.recovered = recovered;
    this.secrets = secrets;
  }

  List<ServiceStatus> all() {
    SystemState fold = projection.current();
    SortedSet<ServiceKey> keys = new TreeSet<>(fold.services().keySet());
    instances.all().forEach(instance -> keys.add(instance.key()));
    return keys.stream().flatMap(key -> of(fold.service(key)).stream()).toList();
  }

  Optional<ServiceStatus> of(ServiceKey key) {
    return of(projection.current().service(key));
  }

  private Optional<ServiceStatus> of(ServiceRecord record) {
    Optional<Instance> instance = instances.current(record.key());
    if (record.standing() == Standing.DEPLOYED) {
      return Optional.of(instance.map(i -> live(record, i)).orElseGet(() -> absent(record)));
    }
    if (instance.isPresent()) {
      // Being deployed for the first time or anew, or being killed.
      return instance.map(i -> live(record, i));
    }
    return record.spec().isPresent() ? Optional.of(ended(record)) : Optional.empty();
  }

  private ServiceStatus live(ServiceRecord record, Instance instance) {
    Instance.Condition condition = instance.condition();
    int bundle = instance.bundle().getState();
    ServiceState state =
        switch (condition.phase()) {
          case STARTING -> ServiceState.STARTING;
          case STOPPING -> ServiceState.STOPPING;
          // Whoever stops or starts it behind Solo's back is believed.
          case RUNNING, FAILED ->
              bundle == Bundle.ACTIVE ? ServiceState.ACTIVE : ServiceState.FAILED;
        };
    return new ServiceStatus(
        instance.key(),
        state,
        record.spec().orElse(instance.spec()),
        condition.since(),
        record.spec().isPresent() ? record.specId() : instance.eventId(),
        bundle == Bundle.UNINSTALLED ? 0 : instance.bundle().getBundleId(),
        detail(instance));
  }

  /** What is wrong with it; else that an instance before it runs still. */
  private String detail(Instance instance) {
    Optional<Instance> before = instances.straggler(instance.key());
    return instance.detail().isEmpty() && before.isPresent()
        ? "bundle %d, which it replaces, is still there: %s"
            .formatted(before.get().bundle().getBundleId(), leftBehind(before.get()))
        : instance.detail();
  }

  private ServiceStatus absent(ServiceRecord record) {
    Optional<Instances.Fault> fault = instances.fault(record.key());
    ServiceSpec spec = record.spec().orElseThrow();
    boolean waits = fault.isEmpty() && (!recovered.getAsBoolean() || !spec.secretNames().isEmpty());
    return new ServiceStatus(
        record.key(),
        waits ? ServiceState.WAITING : ServiceState.FAILED,
        spec,
        fault.map(Instances.Fault::since).orElse(Instant.ofEpochMilli(record.standingAtMs())),
        record.specId(),
        instances.straggler(record.key()).map(i -> i.bundle().getBundleId()).orElse(0L),
        fault.map(Instances.Fault::reason).orElseGet(() -> missing(spec)));
  }

  /** Why there is no instance of it where nothing went wrong. */
  private String missing(ServiceSpec spec) {
    if (!recovered.getAsBoolean()) {
      return "recovering";
    } else if (spec.secretNames().isEmpty()) {
      return "it is not running";
    }
    return secrets.waits(spec) ? WhatShouldRun.WAITS_FOR_THE_VAULT : "the vault is open: it starts";
  }

  private ServiceStatus ended(ServiceRecord record) {
    Optional<Instance> straggler = instances.straggler(record.key());
    boolean quarantined = record.standing() == Standing.QUARANTINED;
    String reason =
        quarantined ? "it took the container down at start; deploy it with --retry" : "";
    return new ServiceStatus(
        record.key(),
        straggler.isPresent()
            ? ServiceState.STOPPING
            : quarantined ? ServiceState.QUARANTINED : ServiceState.KILLED,
        record.spec().orElseThrow(),
        Instant.ofEpochMilli(record.standingAtMs()),
        record.standingId(),
        straggler.map(i -> i.bundle().getBundleId()).orElse(0L),
        straggler
            .map(i -> (quarantined ? "quarantined, but " : "killed, but ") + leftBehind(i))
            .orElse(reason));
  }

  /** Nothing ends such a thread but the end of the process. */
  private static String leftBehind(Instance straggler) {
    return straggler.condition().detail()
        + "; its code may run until it returns or Solo is restarted";
  }
}
