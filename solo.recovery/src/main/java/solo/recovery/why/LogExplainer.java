package solo.recovery.why;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;
import solo.core.deploy.Artifacts;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Explainer;
import solo.core.verify.Explanation;

/** Asks everybody who knows something of the service, and puts the answers together. */
@Component(service = Explainer.class)
public final class LogExplainer implements Explainer {
  /** A service that is deployed more often than this between its last deploy and now is rare. */
  private static final int HISTORY = 200;

  private static final Caller SELF = Caller.system("why");

  private final BundleContext framework;
  private final StateProjection projection;
  private final EventStore events;
  private final ContainerClock clock;
  private final Deployer deployer;
  private final Artifacts artifacts;
  private final Directories directories;

  /** Components are told of where there is a runtime of them. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile ServiceComponentRuntime components;

  @Activate
  public LogExplainer(
      BundleContext context,
      @Reference StateProjection projection,
      @Reference EventStore events,
      @Reference ContainerClock clock,
      @Reference Deployer deployer,
      @Reference Artifacts artifacts,
      @Reference Directories directories) {
    // No hook hides a bundle from the framework's own context.
    framework = context.getBundle(0).getBundleContext();
    this.projection = projection;
    this.events = events;
    this.clock = clock;
    this.deployer = deployer;
    this.artifacts = artifacts;
    this.directories = directories;
  }

  @Override
  public Explanation why(ServiceKey key) {
    SystemState fold = projection.current();
    ServiceRecord record = fold.service(key);
    Optional<ServiceStatus> status = deployer.service(key, SELF);
    List<Event> history = history(record);
    Optional<Bundle> bundle = status.flatMap(this::bundle);
    return Reasoning.of(
        new Facts(
            clock.now(),
            record,
            status,
            history,
            bundle.map(LogExplainer::text),
            bundle.filter(LogExplainer::isActive).map(this::faults).orElse(List.of()),
            file(status.map(ServiceStatus::spec), history),
            DroppedFile.of(directories.data(), key),
            Names.similar(key, fold.services().keySet())));
  }

  /** The newest events, and those that its standing comes from, however old. */
  private List<Event> history(ServiceRecord record) {
    ServiceKey key = record.key();
    List<Event> history =
        new ArrayList<>(
            events.query(new EventQuery(key.tenant(), key.service(), "", 0, HISTORY, true)));
    Collections.reverse(history);
    Set<Long> there = new TreeSet<>(history.stream().map(Event::id).toList());
    for (long id : new long[] {record.standingId(), record.specId()}) {
      if (id != 0 && there.add(id)) {
        events.event(id).ifPresent(event -> history.add(0, event));
      }
    }
    return history;
  }

  private Optional<Bundle> bundle(ServiceStatus status) {
    return status.bundleId() == 0
        ? Optional.empty()
        : Optional.ofNullable(framework.getBundle(status.bundleId()));
  }

  private static boolean isActive(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE;
  }

  private static String text(Bundle bundle) {
    String state =
        switch (bundle.getState()) {
          case Bundle.INSTALLED -> "INSTALLED";
          case Bundle.RESOLVED -> "RESOLVED";
          case Bundle.STARTING -> "STARTING";
          case Bundle.ACTIVE -> "ACTIVE";
          case Bundle.STOPPING -> "STOPPING";
          default -> "UNINSTALLED";
        };
    return "bundle " + bundle.getBundleId() + " is " + state;
  }

  private List<Facts.Fault> faults(Bundle bundle) {
    ServiceComponentRuntime runtime = components;
    return runtime == null
        ? List.of()
        : new Components(runtime, directories.config(), this::serviceOf).faults(bundle);
  }

  private Optional<ServiceKey> serviceOf(long bundleId) {
    return deployer.services(SELF).stream()
        .filter(status -> status.bundleId() == bundleId)
        .map(ServiceStatus::key)
        .findFirst();
  }

  /** Where it came from, if that is still there; else the copy that Solo keeps. */
  private Optional<String> file(Optional<ServiceSpec> spec, List<Event> history) {
    return spec.map(ServiceSpec::source)
        .or(() -> lastSource(history))
        .flatMap(this::origin)
        .filter(Files::isRegularFile)
        .or(() -> spec.map(s -> artifacts.path(s.digest())).filter(Files::isRegularFile))
        .map(Path::toString);
  }

  private Optional<Path> origin(String source) {
    int colon = source.indexOf(':');
    String name = source.substring(colon + 1);
    try {
      return switch (source.substring(0, Math.max(0, colon))) {
        case "shell" -> Optional.of(Path.of(name));
        case "directory" -> Optional.of(directories.deploy().resolve(name));
        default -> Optional.empty();
      };
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> lastSource(List<Event> history) {
    return history.stream()
        .map(Event::payload)
        .filter(Payload.ServiceDeploymentFailed.class::isInstance)
        .map(payload -> ((Payload.ServiceDeploymentFailed) payload).source())
        .reduce((older, newer) -> newer);
  }
}
