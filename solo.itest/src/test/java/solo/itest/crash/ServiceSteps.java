package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import solo.itest.crash.Cell.Service;
import solo.itest.crash.Machine.Jar;

/** Deploys and kills by command. */
final class ServiceSteps {
  private ServiceSteps() {}

  /** The names of a lane's services, those of its files among them. */
  static List<String> keys(Lane lane) {
    Stream<String> own = Stream.of("s0", "s1", "s2").map(name -> lane.tenant() + "/" + name);
    Stream<String> shared = Stream.of("default/s0-l" + lane.number());
    return Stream.of(own, shared, FileSteps.keys(lane).stream()).flatMap(all -> all).toList();
  }

  /** The model's key of a service. */
  static String cell(String key) {
    return "service " + key;
  }

  static Optional<Step> deploy(Lane lane) {
    return pick(lane, false).map(key -> step(lane, key, fresh(lane, key)));
  }

  static Optional<Step> update(Lane lane) {
    return pick(lane, true).map(key -> step(lane, key, fresh(lane, key)));
  }

  /** The same bytes once more. */
  static Optional<Step> redeploy(Lane lane) {
    return pick(lane, true)
        .map(key -> step(lane, key, lane.machine().jar(key, service(lane, key).version())));
  }

  static Optional<Step> kill(Lane lane) {
    return pick(lane, true)
        .map(
            key -> {
              String marker = lane.marker();
              Service before = service(lane, key);
              return Step.command(
                      "solo:kill --json --reason %s %s".formatted(marker, key),
                      Trace.reason("service_killed", marker),
                      told -> Map.of(cell(Told.service(told)), before.killed()))
                  .about(Set.of(cell(key)));
            });
  }

  /** Whoever looks sees at once what was acknowledged. */
  static Optional<Step> look(Lane lane) {
    Map<String, String> expected = new TreeMap<>();
    lane.cells(Service.class, service -> true)
        .forEach((key, service) -> service.shown().ifPresent(text -> expected.put(key, text)));
    lane.cells().keySet().stream().filter(lane::doubted).forEach(expected::remove);
    Step.Act act =
        container -> {
          Map<String, String> found = Observation.services(container);
          found.keySet().retainAll(expected.keySet());
          if (!found.equals(expected)) {
            throw new AssertionError("acknowledged " + expected + ", shown at once " + found);
          }
          return Optional.of(new JsonObject());
        };
    return Optional.of(new Step("look", act, Trace.NONE, told -> Map.of(), Set.of(), false));
  }

  private static Step step(Lane lane, String key, Jar jar) {
    String marker = lane.marker();
    int slash = key.indexOf('/');
    String command =
        "solo:deploy --json --tenant %s --name %s --reason %s '%s'"
            .formatted(key.substring(0, slash), key.substring(slash + 1), marker, jar.file());
    return Step.command(
            command,
            Trace.reason("service_deployed", marker),
            told -> Map.of(cell(Told.service(told)), deployed(told, jar)))
        .about(Set.of(cell(key)));
  }

  private static Service deployed(JsonObject told, Jar jar) {
    String version = Told.text(told, "version");
    if (!version.equals(jar.version()) || !Told.text(told, "digest").equals(jar.digest())) {
      throw new AssertionError("deployed was " + jar + ", told is " + told);
    }
    return new Service(true, version, jar.digest(), false);
  }

  private static Jar fresh(Lane lane, String key) {
    return lane.machine().jar(key, "1.0." + lane.marker().replaceAll(".*-", ""));
  }

  private static Service service(Lane lane, String key) {
    return lane.cell(cell(key), Service.class).orElseThrow();
  }

  private static Optional<String> pick(Lane lane, boolean active) {
    Set<String> running = lane.cells(Service.class, Service::active).keySet();
    return lane.any(
        keys(lane).stream()
            .filter(key -> running.contains(cell(key)) == active)
            .filter(key -> !lane.doubted(cell(key)))
            .collect(Collectors.toList()));
  }
}
