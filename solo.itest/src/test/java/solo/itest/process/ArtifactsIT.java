package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Which bundles' bytes stay, and which go. */
public class ArtifactsIT {
  private static final int KILLED = 137;

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void flt10_whatADeadDeployLeftGoesAndWhatTheLogNamesStays() throws IOException {
    Path one = Bundles.recorder(home.scratch(), "r", "1.0.0");
    Path two = Bundles.recorder(home.scratch(), "r", "2.0.0");
    Path three = Bundles.recorder(home.scratch(), "r", "3.0.0");
    home.set("solo.failpoint", "deploy.kept:3");
    SoloProcess first = home.start();
    first.deploy("default/r", one);
    first.deploy("default/r", two);
    first.tryExec("solo:deploy --name r " + three);
    assertEquals(KILLED, first.exitCode());
    Set<String> named = new TreeSet<>(Set.of(Bundles.digest(one), Bundles.digest(two)));
    Set<String> all = new TreeSet<>(named);
    all.add(Bundles.digest(three));
    assertEquals("the dead deploy left its bytes", all, artifacts());

    home.unset("solo.failpoint");
    SoloProcess second = home.start();
    Await.until("the collection's event", () -> !second.events("artifacts_collected").isEmpty());
    JsonObject collected = second.events("artifacts_collected").get(0);
    assertEquals(1, collected.get("artifacts").getAsInt());
    assertEquals(Files.size(three), collected.get("bytes").getAsLong());
    assertEquals(named, artifacts());

    second.kill("default/r");
    Path stray = home.data().resolve("artifacts").resolve(Bundles.digest(three));
    Files.copy(three, stray);
    assertEquals(1, counted(second, "artifacts --json").get("unnamed").getAsInt());
    assertTrue(Files.exists(stray));
    assertEquals(1, counted(second, "artifacts --collect --json").get("removed").getAsInt());
    assertEquals("those of a killed service stay", named, artifacts());
    assertEquals(2, counted(second, "artifacts --json").get("artifacts").getAsInt());
  }

  private static JsonObject counted(SoloProcess process, String command) {
    return process.does("solo:" + command).json().getAsJsonObject();
  }

  private Set<String> artifacts() throws IOException {
    try (Stream<Path> files = Files.list(home.data().resolve("artifacts"))) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }
}
