package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * The process ends at each point between an intent and its effect, for each change that passes the
 * point: the last acknowledged spec runs, never both, never neither.
 */
@RunWith(Parameterized.class)
public class FailpointIT {
  private static final int KILLED = 137;

  /** The points, listed in {@code docs/testing.md}. */
  private static final List<String> DEPLOY =
      List.of(
          "deploy.kept",
          "deploy.intent",
          "deploy.installed",
          "deploy.started",
          "deploy.durable",
          "deploy.acked-before-return");

  private static final List<String> UPDATE_ONLY = List.of("update.old-stopped");
  private static final List<String> KILL = List.of("kill.event");

  private enum Change {
    FIRST_DEPLOY,
    UPDATE,
    KILL
  }

  @Rule public final SoloHome home = new SoloHome();
  private final Change change;
  private final String point;

  public FailpointIT(Change change, String point) {
    this.change = change;
    this.point = point;
  }

  @Parameters(name = "{0} at {1}")
  public static Collection<Object[]> all() {
    List<Object[]> all = new ArrayList<>();
    DEPLOY.forEach(point -> all.add(new Object[] {Change.FIRST_DEPLOY, point}));
    DEPLOY.forEach(point -> all.add(new Object[] {Change.UPDATE, point}));
    UPDATE_ONLY.forEach(point -> all.add(new Object[] {Change.UPDATE, point}));
    KILL.forEach(point -> all.add(new Object[] {Change.KILL, point}));
    return all;
  }

  @Test
  public void rec21_theLastAcknowledgedRunsAndTheIntentIsClosed() throws IOException {
    assertTrue(point + " is not documented", documented().contains(point));
    Path one = Bundles.recorder(home.scratch(), "r", "1.0.0");
    Path two = Bundles.recorder(home.scratch(), "r", "2.0.0");
    home.set("solo.failpoint", point + ":" + passesBefore());
    SoloProcess first = home.start();
    if (change != Change.FIRST_DEPLOY) {
      first.deploy("default/r", one);
    }
    Optional<Result> answer =
        switch (change) {
          case FIRST_DEPLOY, UPDATE -> first.tryExec("solo:deploy --name r " + two);
          case KILL -> first.tryExec("solo:kill r");
        };
    assertEquals(KILLED, first.exitCode());
    home.unset("solo.failpoint");

    SoloProcess second = home.start();
    verify(second, answer.isPresent());
    assertEquals(List.of(), openIntents(second));
  }

  private int passesBefore() {
    return change == Change.UPDATE && DEPLOY.contains(point) ? 2 : 1;
  }

  private void verify(SoloProcess process, boolean acknowledged) {
    String found = standing(process);
    String old =
        switch (change) {
          case FIRST_DEPLOY -> "";
          case UPDATE, KILL -> "1.0.0";
        };
    String wanted = change == Change.KILL ? "KILLED" : "2.0.0";
    boolean durable = acknowledged || pastTheEvent();
    assertEquals(change + " at " + point, durable ? wanted : old, found);
    List<Long> starts = Records.startsOf(home, "r");
    boolean runs = !found.isEmpty() && !found.equals("KILLED");
    assertEquals(runs ? 1 : 0, starts.stream().filter(pid -> pid == process.pid()).count());
    if (runs) {
      assertEquals(found, Records.lastStart(home, "r").version());
    }
  }

  /**
   * Whether the change was in the journal when the process ended, so that it may have been told.
   */
  private boolean pastTheEvent() {
    return Set.of("deploy.durable", "deploy.acked-before-return", "kill.event").contains(point);
  }

  private static String standing(SoloProcess process) {
    JsonObject row = process.services().get("default/r");
    if (row == null) {
      return "";
    }
    String state = row.get("state").getAsString();
    return state.equals("ACTIVE") ? row.get("version").getAsString() : state;
  }

  /** The intents that no later event names as its cause. */
  private static List<Long> openIntents(SoloProcess process) {
    Set<Long> closed =
        process.rows("solo:events --limit 10000").stream()
            .map(event -> event.get("cause").getAsLong())
            .collect(Collectors.toSet());
    return process.events("service_deploying").stream()
        .map(event -> event.get("id").getAsLong())
        .filter(id -> !closed.contains(id))
        .toList();
  }

  private static Set<String> documented() throws IOException {
    String page = Files.readString(SoloHome.CHECKOUT.resolve("docs").resolve("testing.md"));
    Matcher name = Pattern.compile("`([a-z]+\\.[a-z-]+)`").matcher(page);
    return name.results().map(found -> found.group(1)).collect(Collectors.toSet());
  }
}
