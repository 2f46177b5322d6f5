package solo.itest.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.SoloHome;

/** Random histories against the real process, which is killed again and again. */
public class CrashIT {
  private static final boolean LONG = Boolean.getBoolean("solo.itest.long");
  private static final long SEED = Long.getLong("solo.crash.seed", 20261123);
  private static final int KILLS = Integer.getInteger("solo.crash.kills", LONG ? 1000 : 10);

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void sys06_evt09_flt01_whatWasAcknowledgedSurvivesEveryDeath() throws IOException {
    Map<Boolean, List<String>> points =
        Failpoints.documented(SoloHome.CHECKOUT).stream()
            .collect(Collectors.partitioningBy(Drill::reaches));
    CrashRun run =
        new CrashRun(new RealMachine(home), Operations.ALL, SEED)
            .restoring(LONG ? points.get(true) : one(points.get(true)));
    try {
      run.run(Death.plan(KILLS, points.get(false), new Random(SEED)));
    } catch (AssertionError | RuntimeException e) {
      Path whole = Files.write(home.root().resolve("history"), run.history().lines());
      throw new AssertionError(
          "%s%n%n%s%n%n=== history, whole in %s%n%s%n%s"
              .formatted(e.getMessage(), replay(), whole, run.history(), replay()),
          e);
    }
    System.out.printf("crash suite, seed %d%n%s%nlost=0%n", SEED, run.totals());
    assertEquals(KILLS, run.totals().kills());
    assertTrue(run.totals().toString(), run.totals().checked() > 5 * KILLS);
    assertTrue(
        "retention never took anything out: " + run.totals(), !LONG || run.totals().takenOut() > 0);
    assertEquals("never reached", Set.of(), LONG ? run.totals().missed() : Set.of());
  }

  private static List<String> one(List<String> points) {
    return points.isEmpty() ? points : List.of(points.get(Math.floorMod(SEED, points.size())));
  }

  private static String replay() {
    return ("mvn verify -Dtest=None -Dit.test=CrashIT -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dfailsafe.failIfNoSpecifiedTests=false -Dsolo.crash.seed=%d -Dsolo.crash.kills=%d")
        .formatted(SEED, KILLS);
  }
}
