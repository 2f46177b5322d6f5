package solo.itest.crash;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A history against a container that dies as planned: start, compare, go on, die, and again. What
 * is wrong ends it by an {@link AssertionError} that lists it.
 */
final class CrashRun {
  private static final int LANES = 3;

  private final Machine machine;
  private final List<Operation> table;
  private final History history = new History();
  private final Totals totals = new Totals();
  private final EventLog log = new EventLog();
  private final Timeline timeline = new Timeline();
  private final Random random;
  private final List<Lane> lanes;
  private List<String> restorePoints = List.of();

  CrashRun(Machine machine, List<Operation> table, long seed) {
    this.machine = machine;
    this.table = table;
    this.random = new Random(seed);
    this.lanes =
        IntStream.range(0, LANES)
            .mapToObj(i -> new Lane(i, machine, history, new Random(random.nextLong())))
            .toList();
  }

  Totals totals() {
    return totals;
  }

  History history() {
    return history;
  }

  /** Backups are restored, too, at the end; each time the restore dies at one of the points. */
  CrashRun restoring(List<String> points) {
    restorePoints = List.copyOf(points);
    return this;
  }

  /** Goes through all deaths, and compares once more at the end. */
  void run(List<Death> deaths) {
    begin();
    for (Death death : deaths) {
      history.note("--- dies " + death);
      live(death);
      lanes.forEach(lane -> lane.doubts().forEach(doubt -> doubt.deaths++));
      whileDown();
    }
    Container container = started(Optional.empty()).orElseThrow();
    Optional<Cell.Backed> underLoad = backed();
    if (!restorePoints.isEmpty()) {
      lanes.get(0).take(KeeperSteps.backup(lanes.get(0)).orElseThrow(), container);
    }
    compare(container);
    check("at the end", log.compareWhole(container));
    check("at the end", audited(container));
    container.kill();
    drills(underLoad);
  }

  /** Each link from the first event on, through the archives, and the signed heads. */
  private static List<String> audited(Container container) {
    JsonObject report = container.exec("solo:audit --json verify").json().getAsJsonObject();
    boolean proved =
        Told.text(report, "status").equals("OK") && Told.number(report, "firstId") == 1;
    return proved ? List.of() : List.of("the audit says " + report);
  }

  /** Once for each way in which a restore is cut short, the newest backup made under load first. */
  private void drills(Optional<Cell.Backed> underLoad) {
    Optional<Cell.Backed> next = underLoad.filter(one -> Files.exists(one.backup().file()));
    for (String point : restorePoints) {
      Cell.Backed one = next.or(this::backed).orElseThrow();
      history.note("--- restores %s, dies at %s".formatted(one, point));
      check("restored elsewhere", new Drill(machine, timeline).wrong(one, Optional.of(point)));
      totals.restoredAfter(point);
      next = Optional.empty();
    }
  }

  private Optional<Cell.Backed> backed() {
    return lanes.get(0).cell(KeeperSteps.BACKUP, Cell.Backed.class);
  }

  /** A secret, so that there is a vault with a key from the start. */
  private void begin() {
    Container container = started(Optional.empty()).orElseThrow();
    Lane lane = lanes.get(0);
    lane.take(SecretSteps.put(lane, SecretSteps.LASTING), container);
    Cell vault = new Cell.Text(KeeperSteps.vault(1));
    lane.cells().put(KeeperSteps.VAULT, vault);
    timeline.add(0, Map.of(KeeperSteps.VAULT, vault));
    compare(container);
    container.kill();
  }

  private void live(Death death) {
    if (death.inBoot()) {
      killedInBoot(death);
      return;
    }
    Optional<Container> started = started(death.failpoint());
    if (started.isEmpty()) {
      totals.killedAt(death.point().orElseThrow());
      return;
    }
    Container container = started.get();
    boolean killed = false;
    try {
      compare(container);
      killed = new Load(container, lanes, chosen(death)).until(death);
    } catch (UncheckedIOException e) {
      requireFailpoint(container, death, e);
    }
    count(container, death, killed);
  }

  private void killedInBoot(Death death) {
    Container container = machine.launch(Optional.empty());
    totals.started();
    Load.pause(death.delayMicros());
    container.kill();
    totals.killed(true);
  }

  /** The container, ready; empty where it ended at its failpoint before. */
  private Optional<Container> started(Optional<String> failpoint) {
    Container container = machine.launch(failpoint);
    totals.started();
    if (container.awaitReady()) {
      return Optional.of(container);
    }
    if (failpoint.isEmpty() || !container.endedAtFailpoint()) {
      throw new AssertionError("it did not come back: " + container.tail());
    }
    return Optional.empty();
  }

  private void compare(Container container) {
    List<String> wrong = new Comparison(container, lanes, log, timeline).run(totals);
    check("after the restart", wrong);
    history.note("--- compared, all is well: " + totals.checked() + " so far");
  }

  private static void check(String when, List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(when + ":\n- " + String.join("\n- ", wrong));
    }
  }

  /** What passes the armed failpoint is done more often. */
  private List<Operation> chosen(Death death) {
    List<Operation> chosen = new ArrayList<>();
    for (Operation operation : table) {
      boolean reaches = death.point().filter(operation::reaches).isPresent();
      int times = operation.weight() * (reaches ? 10 : 1);
      for (int i = 0; i < times; i++) {
        chosen.add(operation);
      }
    }
    return chosen;
  }

  private static void requireFailpoint(Container container, Death death, UncheckedIOException e) {
    if (death.failpoint().isEmpty() || !container.endedAtFailpoint()) {
      throw new AssertionError("no answer, and nobody has killed it", e);
    }
  }

  private void count(Container container, Death death, boolean killed) {
    if (killed) {
      totals.killed(false);
      death.point().ifPresent(totals::missed);
    } else if (container.endedAtFailpoint()) {
      totals.killedAt(death.point().orElseThrow());
    } else {
      throw new AssertionError("it ended otherwise than " + death + ": " + container.tail());
    }
  }

  /** Files come and go while nobody looks, and what is derived is lost. */
  private void whileDown() {
    if (random.nextInt(3) == 0) {
      history.note("while down: " + machine.harm(random));
      totals.harmed();
    }
    for (Lane lane : lanes) {
      for (Operation operation : table) {
        if (Operations.FILES.contains(operation) && random.nextInt(8) == 0) {
          operation.next().apply(lane).ifPresent(step -> lane.leave(step));
        }
      }
    }
  }
}
