package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A container that has come back against the model: what is wrong, in words. */
final class Comparison {
  /** Events that nobody but a step of ours leaves. */
  private static final Set<String> OURS =
      Set.of(
          "service_deployed",
          "service_killed",
          "capability_granted",
          "capability_renewed",
          "capability_revoked",
          "limits_changed",
          "secret_stored",
          "secret_deleted",
          "vault_shredded",
          "vault_rotated",
          "retention_applied");

  private final Container container;
  private final List<Lane> lanes;
  private final EventLog log;
  private final Timeline timeline;
  private final List<String> wrong = new ArrayList<>();

  Comparison(Container container, List<Lane> lanes, EventLog log, Timeline timeline) {
    this.container = container;
    this.lanes = lanes;
    this.log = log;
    this.timeline = timeline;
  }

  /** Settles what was in doubt and compares everything; empty where all is as it has to be. */
  List<String> run(Totals totals) {
    Settlement settlement = new Settlement(container, log, totals);
    for (Lane lane : lanes) {
      wrong.addAll(settlement.settle(lane));
    }
    wrong.addAll(log.read(container));
    Set<JsonObject> accounted = new HashSet<>();
    for (Lane lane : lanes) {
      lane.done().forEach(done -> accounted.addAll(event(done)));
    }
    strangers(accounted);
    intents();
    if (log.whole() > 1) {
      wrong.addAll(log.compareShown(container, timeline.restsOn()));
    }
    shown();
    wrong.addAll(Uses.wrong(container, lanes));
    verified();
    if (wrong.isEmpty()) {
      lanes.forEach(lane -> accept(lane, totals));
      totals.takenOut(log.timesTakenOut(), log.whole() - 1);
      accounted.forEach(log::keep);
      log.accept();
    }
    return wrong;
  }

  private void accept(Lane lane, Totals totals) {
    totals.checked(lane.done());
    lane.done().clear();
  }

  /** An acknowledged step has its event, one, which tells what the answer told. */
  private List<JsonObject> event(Lane.Done done) {
    Step step = done.step();
    List<JsonObject> events = log.of(step);
    events.forEach(event -> timeline.add(Told.number(event, "id"), step.effect().apply(event)));
    if (events.size() != (step.trace().expected(done.told()) ? 1 : 0)) {
      wrong.add("acknowledged: %s; its events in the log: %s".formatted(step, events));
    } else if (!events.isEmpty()) {
      Map<String, Cell> answered = step.effect().apply(done.told());
      Map<String, Cell> logged = step.effect().apply(events.get(0));
      if (!answered.equals(logged)) {
        wrong.add("%s: answered %s, logged %s".formatted(step, answered, logged));
      }
      tookOut(done);
    }
    return events;
  }

  /** What was said to be taken out is out. */
  private void tookOut(Lane.Done done) {
    if (done.told().has("appliedBy") && Told.number(done.told(), "from") > log.whole()) {
      wrong.add(
          "%s: answered %s, whole is the log from %d"
              .formatted(done.step(), done.told(), log.whole()));
    }
  }

  private void strangers(Set<JsonObject> accounted) {
    for (JsonObject event : log.fresh()) {
      if (OURS.contains(Told.text(event, "type")) && !accounted.contains(event)) {
        wrong.add("nobody asked for " + event);
      }
    }
  }

  /** No intent is open. */
  private void intents() {
    Set<String> causes =
        log.fresh().stream().map(event -> Told.text(event, "cause")).collect(Collectors.toSet());
    log.fresh().stream()
        .filter(event -> Told.text(event, "type").equals("service_deploying"))
        .filter(event -> !causes.contains(Told.text(event, "id")))
        .forEach(event -> wrong.add("half applied, the intent is open: " + event));
  }

  private void shown() {
    SortedMap<String, String> expected = new TreeMap<>();
    Map<String, Cell> model = new TreeMap<>();
    lanes.forEach(lane -> model.putAll(lane.cells()));
    model.forEach((key, cell) -> cell.shown().ifPresent(text -> expected.put(key, text)));
    SortedMap<String, String> found = Observation.all(container, model.keySet());
    expected
        .keySet()
        .removeIf(
            key -> !found.containsKey(key) && timeline.forgotten(key, model.get(key), log.whole()));
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      if (!Objects.equals(expected.get(key), found.get(key))) {
        wrong.add(
            "%s: expected %s, found %s; changed last by: %s"
                .formatted(key, expected.get(key), found.get(key), lastChange(key)));
      }
    }
  }

  private String lastChange(String key) {
    return lanes.stream()
        .filter(lane -> lane.cells().containsKey(key))
        .map(lane -> lane.lastChange(key))
        .collect(Collectors.joining());
  }

  private void verified() {
    JsonObject report = container.exec("solo:verify --deep --json").json().getAsJsonObject();
    if (!Told.text(report, "status").equals("OK")) {
      wrong.add("the verifier says " + report);
    }
  }
}
