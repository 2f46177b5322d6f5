package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Services that take the JVM down as they start. */
public class SuspectIT {
  /** The exit code of the bundle that halts the JVM. */
  private static final int HALTED = 134;

  @Rule public final SoloHome home = new SoloHome();
  private Path armed;

  @Before
  public void arm() {
    armed = home.scratch().resolve("armed");
    home.set("crashing.start.when", armed.toString());
  }

  @Test
  public void rec22_serviceThatKillsTheJvmIsQuarantinedAfterThreeDeaths() throws IOException {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.deploy("default/crash", Bundles.named("crashing.start"));
    first.deploy("default/z", Bundles.recorder(home.scratch(), "z", "1.0.0"));
    first.kill9();
    Files.createFile(armed);

    assertEquals(List.of(HALTED, HALTED, HALTED), deathsUntilReady(3));
    SoloProcess last = home.start();
    assertEquals(
        Map.of("default/a", "ACTIVE", "default/crash", "QUARANTINED", "default/z", "ACTIVE"),
        last.states());
    assertEquals(1, last.events("service_quarantined").size());
    assertEquals("ACTIVE", last.states().get("default/z"));
    last.kill9();
    assertEquals("QUARANTINED", home.start().states().get("default/crash"));
  }

  @Test
  public void rec22_suspectsStartAfterTheOthers() throws IOException {
    SoloProcess first = home.start();
    first.deploy("default/crash", Bundles.named("crashing.start"));
    first.deploy("default/z", Bundles.recorder(home.scratch(), "z", "1.0.0"));
    first.kill9();
    Files.createFile(armed);
    deathsUntilReady(1);
    int before = Records.startsOf(home, "z").size();
    deathsUntilReady(1);
    assertEquals("z started before the suspect", before + 1, Records.startsOf(home, "z").size());
  }

  @Test
  public void rec22_jarInDeployThatKillsTheJvmIsTriedTwiceAndThenRefused() throws IOException {
    Files.createFile(armed);
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    home.drop(Bundles.named("crashing.start"), "crash.jar");
    assertEquals(HALTED, first.exitCode());
    SoloProcess second = home.launch();
    assertEquals(HALTED, second.exitCode());

    SoloProcess third = home.start();
    home.drop(Bundles.recorder(home.scratch(), "b", "1.0.0"), "b.jar");
    third.await("default/b", "ACTIVE");
    assertEquals("ACTIVE", third.states().get("default/a"));
    assertTrue(third.isAlive());
    String receipt = Receipts.await(home, "default/crash", "refused").toString();
    assertTrue(receipt, receipt.contains("retry"));
  }

  @Test
  public void rec22_killsFromOutsideQuarantineNobody() {
    SoloProcess first = home.start();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      first.deploy("t-" + name + "/" + name, Bundles.recorder(home.scratch(), name, "1.0.0"));
    }
    first.kill9();
    Random random = new Random(22);
    for (int i = 0; i < 10; i++) {
      SoloProcess process = home.launch();
      process.endsWithin(Duration.ofMillis(200 + random.nextInt(900)));
      process.kill9();
    }
    SoloProcess last = home.start();
    assertEquals(5, last.states().values().stream().filter("ACTIVE"::equals).count());
    assertEquals(List.of(), last.events("service_quarantined"));
  }

  /** The exit codes of so many runs, none of which may get ready. */
  private List<Integer> deathsUntilReady(int runs) {
    return java.util.stream.IntStream.range(0, runs)
        .mapToObj(i -> home.launch().exitCode())
        .toList();
  }
}
