package solo.itest.crash;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One client with things of its own: services, files, tokens and secrets that no other lane
 * touches, so that the model of each lane is a sequence however many lanes run side by side.
 */
final class Lane {
  /** A step that was answered. */
  record Done(Step step, JsonObject told) {}

  /** A step of which it is not known whether it came to pass, and the deaths since it began. */
  static final class Doubt {
    final Step step;
    int deaths;

    Doubt(Step step) {
      this.step = step;
    }

    @Override
    public String toString() {
      return step.toString();
    }
  }

  private final int number;
  private final Machine machine;
  private final History history;
  private final Random random;
  private final Map<String, Cell> cells = new TreeMap<>();
  private final Map<String, Step> lastChange = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private int markers;

  Lane(int number, Machine machine, History history, Random random) {
    this.number = number;
    this.machine = machine;
    this.history = history;
    this.random = random;
  }

  int number() {
    return number;
  }

  Machine machine() {
    return machine;
  }

  Random random() {
    return random;
  }

  /** A word that no other step has, as the reason or the note of its event. */
  String marker() {
    markers++;
    return "l%d-%d".formatted(number, markers);
  }

  /** The tenant of which this lane alone has everything. */
  String tenant() {
    return "t" + number;
  }

  /** One of them, at random. */
  <T> Optional<T> any(List<T> some) {
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
  }

  /** What the model has under the key. */
  <T extends Cell> Optional<T> cell(String key, Class<T> kind) {
    return Optional.ofNullable(cells.get(key)).map(kind::cast);
  }

  /** What the model has of a kind, by keys. */
  <T extends Cell> Map<String, T> cells(Class<T> kind, Predicate<T> which) {
    Map<String, T> found = new LinkedHashMap<>();
    cells.forEach(
        (key, cell) -> {
          if (kind.isInstance(cell) && which.test(kind.cast(cell))) {
            found.put(key, kind.cast(cell));
          }
        });
    return found;
  }

  /** All that the model has. */
  Map<String, Cell> cells() {
    return cells;
  }

  /** Keeps what a token opens by, which nothing but the answer tells. */
  void keepToken(JsonObject told) {
    if (told.has("token")) {
      tokens.put(Told.text(told, "accessor"), Told.text(told, "token"));
    }
  }

  /** The text of a token; empty where its answer was lost. */
  Optional<String> token(String accessor) {
    return Optional.ofNullable(tokens.get(accessor));
  }

  /** What was answered since the last comparison. */
  List<Done> done() {
    return done;
  }

  /** What is in doubt. */
  List<Doubt> doubts() {
    return doubts;
  }

  /** Whether something in doubt may change what is under the key. */
  boolean doubted(String key) {
    return doubts.stream().anyMatch(doubt -> doubt.step.touches(key));
  }

  /** What changed a key last, for a complaint. */
  String lastChange(String key) {
    return lastChange.containsKey(key) ? lastChange.get(key).toString() : "nothing";
  }

  /** Whether that step was the last that changed what is under the key. */
  boolean changedBy(String key, Step step) {
    return lastChange.get(key) == step;
  }

  /** Does a step; false where the container was killed meanwhile. */
  boolean take(Step step, Container container) {
    history.begins(number, step);
    try {
      Optional<JsonObject> told = step.act().on(container);
      told.ifPresentOrElse(answer -> apply(step, answer), () -> doubts.add(new Doubt(step)));
      history.ends(number, step, told.isPresent());
      return true;
    } catch (UncheckedIOException e) {
      doubts.add(new Doubt(step));
      history.cutShort(number, step);
      return false;
    }
  }

  /** Does a step of files while no container runs, which has to come to pass. */
  void leave(Step step) {
    history.note("lane %d: while down: %s".formatted(number, step));
    step.act().alone();
    doubts.add(new Doubt(step));
  }

  /** Makes a step part of the model. */
  void apply(Step step, JsonObject told) {
    Map<String, Cell> changed = step.effect().apply(told);
    cells.putAll(changed);
    changed.keySet().forEach(key -> lastChange.put(key, step));
    keepToken(told);
    done.add(new Done(step, told));
  }
}
