package solo.recovery.why;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import solo.core.tenant.ServiceKey;

/** What Declarative Services says of a bundle's components. */
final class Components {
  private static final String REQUIRE = "require";
  private static final String CAUSED_BY = "Caused by: ";

  private final ServiceComponentRuntime runtime;
  private final Path config;
  private final LongFunction<Optional<ServiceKey>> services;

  /**
   * Asks the runtime.
   *
   * @param config where configuration files lie
   * @param services the service that a bundle belongs to
   */
  Components(
      ServiceComponentRuntime runtime, Path config, LongFunction<Optional<ServiceKey>> services) {
    this.runtime = runtime;
    this.config = config;
    this.services = services;
  }

  /** The components of a bundle that should be there and are not. */
  List<Facts.Fault> faults(Bundle bundle) {
    List<Facts.Fault> faults = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
      if (runtime.isComponentEnabled(component)) {
        faults.addAll(faults(component));
      }
    }
    return faults;
  }

  private List<Facts.Fault> faults(ComponentDescriptionDTO component) {
    Collection<ComponentConfigurationDTO> all = runtime.getComponentConfigurationDTOs(component);
    if (all.isEmpty()) {
      return REQUIRE.equals(component.configurationPolicy)
          ? List.of(unconfigured(component))
          : List.of();
    }
    return all.stream().flatMap(one -> fault(component, one).stream()).toList();
  }

  private Optional<Facts.Fault> fault(
      ComponentDescriptionDTO component, ComponentConfigurationDTO now) {
    return switch (now.state) {
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
          Optional.of(unconfigured(component));
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          Optional.of(unreferenced(component, now.unsatisfiedReferences));
      case ComponentConfigurationDTO.FAILED_ACTIVATION -> Optional.of(failed(component, now));
      default -> Optional.empty();
    };
  }

  private Facts.Fault unconfigured(ComponentDescriptionDTO component) {
    List<String> pids = List.of(component.configurationPid);
    return new Facts.Fault(
        component.name,
        "lacks its configuration",
        pids.stream().map(pid -> "configuration " + pid).toList(),
        pids.stream().map(pid -> "add " + config.resolve(pid + ".cfg")).toList());
  }

  private Facts.Fault unreferenced(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO[] references) {
    List<String> missing = new ArrayList<>();
    List<String> help = new ArrayList<>();
    for (UnsatisfiedReferenceDTO reference : references) {
      String service = interfaceOf(component, reference.name);
      String target = reference.target == null ? "" : " with " + reference.target;
      missing.add("service %s%s, for reference '%s'".formatted(service, target, reference.name));
      providers(component, service).stream().map(Help::why).forEach(help::add);
      help.add("deploy a bundle that provides service " + service + target);
    }
    return new Facts.Fault(component.name, "lacks a service", missing, help);
  }

  private static String interfaceOf(ComponentDescriptionDTO component, String reference) {
    return Arrays.stream(component.references)
        .filter(candidate -> candidate.name.equals(reference))
        .map((ReferenceDTO known) -> known.interfaceName)
        .findFirst()
        .orElse("of an unknown name");
  }

  /** Services with a component that would provide it, and does not, or in another way. */
  private List<ServiceKey> providers(ComponentDescriptionDTO asking, String service) {
    return runtime.getComponentDescriptionDTOs().stream()
        .filter(other -> other.bundle.id != asking.bundle.id)
        .filter(other -> Arrays.asList(other.serviceInterfaces).contains(service))
        .flatMap(other -> services.apply(other.bundle.id).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static Facts.Fault failed(
      ComponentDescriptionDTO component, ComponentConfigurationDTO now) {
    return new Facts.Fault(
        component.name,
        "failed to activate: " + root(now.failure),
        List.of(),
        List.of("see the log, and deploy a mended bundle"));
  }

  /** The last cause of a printed stack trace. */
  static String root(String trace) {
    List<String> lines = trace == null ? List.of() : trace.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(CAUSED_BY))
        .reduce((outer, inner) -> inner)
        .map(line -> line.substring(CAUSED_BY.length()))
        .or(() -> lines.stream().findFirst())
        .orElse("for an unknown reason");
  }
}
