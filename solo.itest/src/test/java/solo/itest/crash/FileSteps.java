package solo.itest.crash;

import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import solo.itest.crash.Cell.Dropped;
import solo.itest.crash.Cell.Service;
import solo.itest.crash.Machine.Jar;
import solo.itest.harness.Await;

/**
 * Files put into the deploy directory, replaced and removed. Each content is new, so that its event
 * is known by its digest. Half of them are waited for; the others come to pass when they do.
 */
final class FileSteps {
  private FileSteps() {}

  static List<String> keys(Lane lane) {
    return List.of(lane.tenant() + "/f0", "default/f0-l" + lane.number());
  }

  /** The model's key of a service's file. */
  static String cell(String key) {
    return "file " + key;
  }

  static Optional<Step> drop(Lane lane) {
    return pick(lane, false).map(key -> placed(lane, key));
  }

  static Optional<Step> replace(Lane lane) {
    return pick(lane, true).map(key -> placed(lane, key));
  }

  private static Step placed(Lane lane, String key) {
    Jar jar = lane.machine().jar(key, "2.0." + lane.marker().replaceAll(".*-", ""));
    Trace trace =
        new Trace(
            "service_deployed",
            event -> Told.text(event, "digest").equals(jar.digest()) && byDirectory(event));
    Map<String, Cell> after =
        Map.of(
            ServiceSteps.cell(key), new Service(true, jar.version(), jar.digest(), true),
            cell(key), new Dropped("accepted", jar.digest()));
    return step(
        (lane.random().nextBoolean() ? "drop %s %s" : "drop %s %s and wait")
            .formatted(key, jar.version()),
        key,
        () -> lane.machine().drop(jar, key),
        trace,
        after);
  }

  static Optional<Step> remove(Lane lane) {
    return pick(lane, true).map(key -> removed(lane, key));
  }

  /** A file that is gone kills what was deployed from the directory last, and nothing else. */
  private static Step removed(Lane lane, String key) {
    Service before =
        lane.cell(ServiceSteps.cell(key), Service.class).orElse(new Service(false, "", "", false));
    boolean kills = before.active() && before.byDirectory();
    Trace kill =
        new Trace(
            "service_killed",
            event ->
                Told.service(event).equals(key)
                    && Told.text(event, "digest").equals(before.digest())
                    && byDirectory(event));
    return step(
        (lane.random().nextBoolean() ? "remove %s" : "remove %s and wait").formatted(key),
        key,
        () -> lane.machine().remove(key),
        kills ? kill : Trace.NONE,
        kills
            ? Map.of(ServiceSteps.cell(key), before.killed(), cell(key), Dropped.GONE)
            : Map.of(cell(key), Dropped.GONE));
  }

  private static Step step(
      String text, String key, Runnable file, Trace trace, Map<String, Cell> after) {
    Set<String> about = Set.of(ServiceSteps.cell(key), cell(key));
    Step.Act act = new Placing(text, file, container -> cameToPass(container, key, after));
    return new Step(text, act, trace, told -> after, about, true);
  }

  /** A change of a file, which is waited for where its text says so. */
  private record Placing(String text, Runnable file, Predicate<Container> done)
      implements Step.Act {
    @Override
    public Optional<JsonObject> on(Container container) {
      file.run();
      if (!text.endsWith("wait")) {
        return Optional.empty();
      }
      await(container, text, () -> done.test(container));
      return Optional.of(new JsonObject());
    }

    @Override
    public void alone() {
      file.run();
    }
  }

  /** Whether receipt and service are as they have to become. */
  static boolean cameToPass(Container container, String key, Map<String, Cell> after) {
    Optional<String> wanted = after.get(cell(key)).shown();
    if (!Observation.receipt(container, key).equals(wanted)) {
      return false;
    }
    Cell service = after.get(ServiceSteps.cell(key));
    return service == null || service.shown().equals(Optional.ofNullable(service(container, key)));
  }

  private static String service(Container container, String key) {
    return Observation.services(container).get(ServiceSteps.cell(key));
  }

  static void await(Container container, String what, BooleanSupplier holds) {
    Await.until(
        what,
        () -> {
          if (!container.alive()) {
            throw new UncheckedIOException(new EOFException("killed during " + what));
          }
          return holds.getAsBoolean();
        });
  }

  private static boolean byDirectory(JsonObject event) {
    return Told.text(event, "actor").startsWith("directory:");
  }

  private static Optional<String> pick(Lane lane, boolean there) {
    Set<String> files = lane.cells(Dropped.class, Dropped::there).keySet();
    return lane.any(
        keys(lane).stream()
            .filter(key -> files.contains(cell(key)) == there)
            .filter(key -> !lane.doubted(cell(key)) && !lane.doubted(ServiceSteps.cell(key)))
            .toList());
  }
}
