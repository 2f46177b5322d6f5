package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * What a service manager is told, by a {@code systemd-notify} that writes down what it is given.
 */
public class SystemdIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void readyIsSaidAfterSystemReadyAndStoppingAtTheStop() throws IOException {
    notifyBy("echo \"$(date +%s%3N) $*\" >> \"$TOLD\"");
    toldTo("first");
    Path hold = home.scratch().resolve("hold");
    home.set("hanging.start.when", hold.toString());
    SoloProcess before = home.start();
    before
        .tryDeploy("default/held", Bundles.named("hanging.start"), "--start-timeout", "600000")
        .expect(0);
    before.sigterm();
    Files.createFile(hold);
    Path told = toldTo("second");
    Path stops = Files.createFile(home.scratch().resolve("stops"));
    home.set("hanging.stop.when", stops.toString());

    SoloProcess second = home.launch();
    Await.until(
        "the progress of the recovery", () -> says(told, "STATUS=recovering, 0 of 1 services"));
    assertFalse("not ready yet", says(told, "READY=1"));
    Files.delete(hold);
    Await.until("ready", () -> says(told, "READY=1 STATUS=ready"));
    List<JsonObject> ready = second.awaitReady().events("system_ready");
    Instant at = Instant.parse(ready.get(1).get("time").getAsString());
    assertTrue(timeOf(told, "READY=1") >= at.toEpochMilli());
    assertFalse(says(told, "STOPPING=1"));

    Path held = Bundles.named("hanging.stop");
    second.tryDeploy("default/stops", held, "--stop-timeout", "600000").expect(0);
    second.signal("TERM");
    Await.until("the stop is told", () -> says(told, "STOPPING=1"));
    Files.delete(stops);
    assertEquals(0, second.exitCode());
    assertEquals(1, lines(told, "READY=1"));
    assertEquals(1, lines(told, "STOPPING=1"));
    String first =
        read(told).stream().filter(line -> line.contains("STOPPING=1")).findFirst().orElseThrow();
    assertTrue(first, first.contains("STATUS=stopping"));
    assertTrue("30 s and some are asked for: " + first, first.matches(".*_USEC=3[0-5]\\d{6}"));
    assertTrue(timeOf(told, "STOPPING=1") >= timeOf(told, "READY=1"));
  }

  @Test
  public void aHelperThatHangsHoldsNothingUp() throws IOException {
    notifyBy("exec sleep 60");
    SoloProcess process = home.start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    assertEquals(0, process.sigterm());
  }

  @Test
  public void withoutAHelperTheContainerRunsAndSaysSo() throws IOException {
    home.variable("NOTIFY_SOCKET", home.scratch().resolve("socket").toString());
    Path tools = Files.createDirectory(home.scratch().resolve("tools"));
    for (String tool : List.of("bash", "env", "readlink", "dirname", "sed", "find", "stty")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    home.variable("PATH", tools.toString());
    SoloProcess process = home.start();
    assertTrue(process.printed(), process.printed().contains("no systemd-notify on the PATH"));
    assertEquals(0, process.sigterm());
  }

  @Test
  public void theUnitOfTheDistributionIsOne() throws IOException {
    assumeTrue("systemd-analyze is there", home.bash("command -v systemd-analyze").exit() == 0);
    Path distribution = SoloHome.CHECKOUT.resolve("cnf/target/distribution");
    String unit = Files.readString(distribution.resolve("systemd/solo.service"));
    Path copy = home.scratch().resolve("solo.service");
    Files.writeString(
        copy, unit.replace("/opt/solo", distribution.toString()).replace("User=solo\n", ""));
    Result verified = home.bash("systemd-analyze verify --man=no " + copy);
    assertEquals(verified.toString(), 0, verified.exit());
    assertFalse(verified.toString(), verified.err().contains("solo.service:"));
  }

  /** What is told in the next start; a helper of an earlier one may still be writing. */
  private Path toldTo(String file) {
    Path told = home.scratch().resolve(file);
    home.variable("TOLD", told.toString());
    return told;
  }

  /** A helper with the script. */
  private void notifyBy(String script) throws IOException {
    Path tools = Files.createDirectory(home.scratch().resolve("tools"));
    Path helper = tools.resolve("systemd-notify");
    Files.writeString(helper, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    home.variable("PATH", tools + ":" + System.getenv("PATH"));
    home.variable("NOTIFY_SOCKET", home.scratch().resolve("socket").toString());
  }

  private static Path which(String tool) {
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return Path.of(directory, tool);
      }
    }
    throw new AssertionError("there is no " + tool);
  }

  private static boolean says(Path told, String words) {
    return lines(told, words) > 0;
  }

  private static long lines(Path told, String words) {
    return read(told).stream().filter(line -> line.contains(words)).count();
  }

  private static long timeOf(Path told, String words) {
    String line = read(told).stream().filter(l -> l.contains(words)).findFirst().orElseThrow();
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  private static List<String> read(Path told) {
    try {
      return Files.exists(told) ? Files.readAllLines(told) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
