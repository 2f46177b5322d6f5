package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Recording;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The ordered stop of the real process, whichever way it comes. */
public class StopIT {
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final String BUDGETS = "solo.core.stop";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void shd01_everyWayIsOneShutdownThatTheEventsName() {
    SoloProcess process = home.start();
    List<String> ways = new ArrayList<>();
    if (!process.ignores(SIGINT)) {
      process = stopped(process.signal("INT"), ways, "SIGINT");
    }
    process = stopped(process.signal("TERM"), ways, "SIGTERM");
    if (!process.ignores(SIGHUP)) {
      process = stopped(process.signal("HUP"), ways, "SIGHUP");
    }
    process.does("solo:shutdown --reason enough");
    process = stopped(process, ways, "shutdown");
    assertEquals("enough", Stops.last(process).get("reason").getAsString());
    home.client("stop").expect(0);
    process = stopped(process, ways, "shutdown");
    process.tryExec("felix:stop 0");
    process = stopped(process, ways, "framework stop");
    process.tryExec("felix:update 0");
    process = stopped(process, ways, "framework update");

    assertEquals(ways, Stops.triggers(process));
    assertEquals(ways.size(), process.events("system_shutdown_started").size());
    for (JsonObject start : process.events("system_started")) {
      assertTrue(start.toString(), start.get("lastStopClean").getAsBoolean());
    }
  }

  private SoloProcess stopped(SoloProcess process, List<String> ways, String way) {
    assertEquals(way, 0, process.exitCode());
    ways.add(way);
    return home.start();
  }

  @Test
  public void shd01_aSecondOneOfAnyKindDoesNoHarm() throws IOException {
    Path hold = holdStops();
    SoloProcess first = home.start();
    deployHeld(first);
    first.signal("TERM");
    Stops.awaitPhase(first, "SERVICES");
    first.signal("TERM").signal("HUP");
    first.does("solo:shutdown --reason again");
    assertTrue(first.isAlive());
    Files.delete(hold);
    assertEquals(0, first.exitCode());

    SoloProcess second = home.start();
    assertEquals(List.of("SIGTERM"), Stops.triggers(second));
    assertEquals(1, second.events("system_shutdown_started").size());
    assertEquals("", Stops.last(second).get("stragglers").getAsString());
  }

  @Test
  public void shd01_aSignalBeforeThereIsAFrameworkEndsInZeroToo() {
    for (int i = 0; i < 3; i++) {
      SoloProcess process = home.launch();
      Await.until("the lock of " + process, () -> home.heldBy().isPresent());
      assertEquals(0, process.sigterm());
      assertFalse("the pid file is gone", Files.exists(home.data().resolve("pid")));
    }
    home.start();
  }

  /** Scripts copy or check the directory right after it. */
  @Test
  public void shd01_afterStopTheDataDirectoryIsFree() {
    for (int i = 0; i < 3; i++) {
      home.start();
      home.client("stop").expect(0);
      home.client("fsck").expect(0);
    }
  }

  @Test
  public void shd02_shd03_servicesStopYoungestFirstAndTheEndIsTheLastRecord() {
    SoloProcess first = home.start();
    List<String> names = List.of("a", "b", "c", "d");
    for (String name : names) {
      String tenant = name.equals("c") ? "other/" : "default/";
      first.deploy(tenant + name, Bundles.recorder(home.scratch(), name, "1.0.0"));
    }
    assertEquals(0, first.sigterm());
    List<String> stopped =
        new ArrayList<>(
            home.recordings().stream()
                .filter(line -> line.what().equals("stop"))
                .map(Recording::symbolicName)
                .toList());
    Collections.reverse(stopped);
    assertEquals(names, stopped);

    SoloProcess second = home.start();
    JsonObject begin = second.events("system_shutdown_started").get(0);
    JsonObject end = Stops.last(second);
    JsonObject next = second.events("system_started").get(1);
    assertTrue(id(begin) < id(end));
    assertEquals("nothing is behind it", id(end) + 1, id(next));
    assertEquals("the process got SIGTERM", end.get("reason").getAsString());
    assertEquals("system:stop", end.get("actor").getAsString());
    assertEquals(0, end.get("exitCode").getAsInt());
    assertTrue(end.toString(), end.get("durationMs").getAsLong() >= 0);
  }

  private static long id(JsonObject event) {
    return event.get("id").getAsLong();
  }

  @Test
  public void shd04_whatAFlushReturnedForIsReadByTheNextProcessAfterAKill() throws IOException {
    SoloProcess first = home.start();
    Stops.addProbe(home, first);
    first.does("probe:write 300");
    first.kill9();
    assertEquals(300, home.start().events("inconsistency_fixed").size());
  }

  @Test
  public void shd05_aStoreThatCannotBeFlushedIs70AndTheNextStartSaysSo() throws IOException {
    home.set("probe.flush", "fails");
    SoloProcess first = home.start();
    Stops.addProbe(home, first);
    assertEquals(70, first.sigterm());
    String printed = first.printed();
    assertTrue(printed, printed.contains("flush of probe: java.io.IOException: the probe's disk"));

    SoloProcess second = home.start();
    assertEquals(70, Stops.last(second).get("exitCode").getAsInt());
    assertFalse(second.events("system_started").get(1).get("lastStopClean").getAsBoolean());
  }

  @Test
  public void shd06_aStoreWhoseFlushHangsIsBounded() throws IOException {
    home.set("probe.flush", "hangs");
    // a quarter of the flush is left for the last event, which a busy disk may hold up
    budgets(500, 500, 8000, 2000, 2000);
    SoloProcess first = home.start();
    Stops.addProbe(home, first);
    assertEquals(70, first.sigterm());
    assertEquals(70, Stops.last(home.start()).get("exitCode").getAsInt());
  }

  @Test
  public void shd06_aServiceThatNeverStopsIsNamedAndTheRestIsCleanAllTheSame() throws IOException {
    SoloProcess first = home.start();
    first
        .tryDeploy("default/stuck", Bundles.named("hanging.stop"), "--stop-timeout", "500")
        .expect(0);
    first.deploy("default/slow", Bundles.named("slow.stop"));
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    assertEquals(0, first.sigterm());
    assertEquals(List.of(first.pid()), Records.stopsOf(home, "a"));
    String log = Files.readString(home.data().resolve("log/solo.log"));
    assertTrue(log, log.contains("did not stop in time: [default/stuck]"));
    assertTrue("the log of events was closed: " + log, log.contains("closed at event"));

    SoloProcess second = home.start();
    assertEquals("default/stuck", Stops.last(second).get("stragglers").getAsString());
    assertEquals(3, second.states().values().stream().filter("ACTIVE"::equals).count());
    assertTrue(second.events("system_started").get(1).get("lastStopClean").getAsBoolean());
  }

  @Test
  public void shd06_theConfiguredBudgetsBoundTheWhole() {
    budgets(200, 300, 1500, 1300, 200);
    home.set("hanging.start.when", home.root().toString());
    SoloProcess first = home.start();
    first
        .tryDeploy("default/stuck", Bundles.named("hanging.stop"), "--stop-timeout", "600000")
        .expect(0);
    first.tryDeploy("default/stuck2", variant("stuck2"), "--stop-timeout", "600000").expect(0);
    Thread hangs =
        new Thread(
            () ->
                first.tryExec(
                    "solo:deploy --name late --start-timeout 600000 "
                        + Bundles.named("hanging.start")));
    hangs.setDaemon(true);
    hangs.start();
    Await.until("a start that hangs", () -> "STARTING".equals(first.states().get("default/late")));

    long begin = System.nanoTime();
    assertEquals(0, first.sigterm());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue("took " + took, took.compareTo(Duration.ofMillis(4_500)) < 0);

    home.unset("hanging.start.when");
    SoloProcess second = home.start();
    assertEquals(
        Set.of("default/late", "default/stuck", "default/stuck2"),
        Set.of(Stops.last(second).get("stragglers").getAsString().split(" ")));
    assertEquals(
        "stopped", second.events("service_deployment_failed").get(0).get("outcome").getAsString());
  }

  @Test
  public void shd06_theValuesOfTheGuideFitIntoTheTenSecondsOfAContainerRuntime()
      throws IOException {
    String guide = Files.readString(SoloHome.CHECKOUT.resolve("docs/stopping.md"));
    Matcher line = Pattern.compile("(?m)^(\\w+)=(\\d+)$").matcher(guide);
    while (line.find()) {
      home.configure(BUDGETS, line.group(1), line.group(2));
    }
    SoloProcess process = home.start();
    String pidFile = Files.readString(home.data().resolve("pid"));
    assertEquals(0, process.sigterm());
    Matcher said = Pattern.compile("(?m)^stopTakesMs=(\\d+)$").matcher(pidFile);
    assertTrue(pidFile, said.find());
    assertEquals(9_000, Integer.parseInt(said.group(1)));
  }

  private Path variant(String symbolicName) {
    return Bundles.variant(
        Bundles.named("hanging.stop"),
        home.scratch().resolve(symbolicName + ".jar"),
        Map.of("Bundle-SymbolicName", symbolicName));
  }

  @Test
  public void shd06_aBundleBesideSoloThatNeverStopsEndsIn70WithAllOnDisk() {
    budgets(500, 500, 3000, 500, 300);
    SoloProcess first = home.start();
    first.does("felix:start " + Bundles.named("hanging.stop").toUri());
    assertEquals(70, first.sigterm());
    assertTrue(first.printed(), first.printed().contains("ran out of time in its phase 'close'"));
    assertEquals(List.of("SIGTERM"), Stops.triggers(home.start()));
  }

  @Test
  public void shd07_whileItStopsItSaysSoAndRefusesChanges() throws IOException {
    Path hold = holdStops();
    SoloProcess first = home.start();
    deployHeld(first);
    first.signal("TERM");
    JsonObject status = Stops.awaitPhase(first, "SERVICES");
    assertEquals("SIGTERM", status.get("stopTrigger").getAsString());
    assertFalse(status.get("stopPhaseSince").isJsonNull());
    assertEquals(4, home.client("status").exit());
    Path jar = Bundles.recorder(home.scratch(), "late", "1.0.0");
    for (String change :
        List.of("deploy " + jar, "kill default/held", "checkpoint", "verify --fix", "felix:lb")) {
      Result refused = first.exec(change).expect(1);
      assertTrue(refused.toString(), refused.err().contains("Solo is shutting down"));
    }
    assertEquals(Set.of("default/held"), first.states().keySet());
    Files.delete(hold);
    assertEquals(0, first.exitCode());
    assertEquals(Map.of("default/held", "ACTIVE"), home.start().states());
  }

  @Test
  public void shd08_ofThousandsOfWritesInTheQueueNoneIsLostInSilence() throws IOException {
    SoloProcess first = home.start();
    Stops.addProbe(home, first);
    Path outcomes = home.scratch().resolve("outcomes");
    first.tryExec("probe:burst 5000 " + outcomes);
    assertEquals(0, first.exitCode());

    SoloProcess second = home.start();
    Set<Integer> written = new TreeSet<>();
    for (JsonObject event : second.events("inconsistency_fixed")) {
      written.add(event.get("before").getAsInt());
    }
    Set<Integer> acked = new TreeSet<>();
    Set<Integer> refused = new TreeSet<>();
    for (String line : Files.readAllLines(outcomes)) {
      String[] word = line.split(" ");
      (word[1].equals("acked") ? acked : refused).add(Integer.parseInt(word[0]));
    }
    assertTrue(acked.size() + " acked", acked.size() >= 5000);
    assertEquals("what is acknowledged is there, and nothing else", acked, written);
    assertFalse("what came too late was refused", refused.isEmpty());
    assertEquals(acked.size() + refused.size(), Collections.max(refused) + 1);
  }

  @Test
  public void shd09_theNextStartKnowsWhetherTheStopWasClean() {
    home.start().kill9();
    SoloProcess second = home.start();
    assertLastStop(false, second);
    assertEquals(0, second.sigterm());
    assertLastStop(true, home.start());
  }

  private void assertLastStop(boolean clean, SoloProcess process) {
    List<JsonObject> starts = process.events("system_started");
    assertEquals(clean, starts.get(starts.size() - 1).get("lastStopClean").getAsBoolean());
    for (String command : List.of("status", "report")) {
      JsonObject answer = process.does(command + " --json").json().getAsJsonObject();
      assertEquals(command, clean, answer.get("lastStopClean").getAsBoolean());
      String words = clean ? "last stop +clean" : "last stop +not clean";
      String said = process.does(command).out();
      assertTrue(said, said.lines().anyMatch(line -> line.matches(words)));
    }
  }

  @Test
  public void shd10_aStopDuringRecoveryIsCleanAndTheNextStartCompletesIt() throws IOException {
    Path hold = home.scratch().resolve("hold");
    home.set("hanging.start.when", hold.toString());
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first
        .tryDeploy("default/held", Bundles.named("hanging.start"), "--start-timeout", "600000")
        .expect(0);
    first.deploy("default/z", Bundles.recorder(home.scratch(), "z", "1.0.0"));
    assertEquals(0, first.sigterm());

    Files.createFile(hold);
    SoloProcess second = home.launch();
    Await.until("the recovery of a", () -> Records.startsOf(home, "a").contains(second.pid()));
    assertEquals(0, second.sigterm());
    assertEquals(List.of(first.pid(), second.pid()), Records.stopsOf(home, "a"));

    Files.delete(hold);
    SoloProcess third = home.start();
    assertEquals(List.of("SIGTERM", "SIGTERM"), Stops.triggers(third));
    assertEquals(2, third.events("system_ready").size());
    assertTrue(third.events("system_started").get(2).get("lastStopClean").getAsBoolean());
    Reports.assertCounts(third, Map.of("recovered", 3));
  }

  @Test
  public void shd11_aStopOrRefreshOfSolosOwnBundlesIsNoShutdown() {
    SoloProcess process = home.start();
    for (String bundle : List.of("solo.recovery", "solo.capability")) {
      String id = Stops.bundleId(process, bundle);
      process.tryExec("felix:stop %s; felix:start %s".formatted(id, id));
      process.awaitReady();
    }
    process.tryExec("felix:refresh " + Stops.bundleId(process, "solo.eventstore"));
    String closed = "closed at event";
    Await.until("the event log is closed", () -> process.printed().contains(closed));
    process.awaitReady();
    assertTrue(process.isAlive());
    assertEquals(List.of(), process.events("system_shutdown_started"));
    assertEquals(1, process.events("system_started").size());
    assertEquals(0, process.sigterm());
    assertEquals(List.of("SIGTERM"), Stops.triggers(home.start()));
  }

  private void budgets(int drainMs, int servicesMs, int flushMs, int closeMs, int frameworkMs) {
    home.configure(BUDGETS, "drainMs", drainMs)
        .configure(BUDGETS, "servicesMs", servicesMs)
        .configure(BUDGETS, "flushMs", flushMs)
        .configure(BUDGETS, "closeMs", closeMs)
        .configure(BUDGETS, "frameworkMs", frameworkMs);
  }

  /** Its own time to stop ends no sooner than that of all. */
  private static void deployHeld(SoloProcess process) {
    Path hanging = Bundles.named("hanging.stop");
    process.tryDeploy("default/held", hanging, "--stop-timeout", "600000").expect(0);
  }

  /** Every hanging.stop hangs as long as the file is there, however long that is. */
  private Path holdStops() throws IOException {
    home.configure(BUDGETS, "servicesMs", 600_000);
    Path hold = Files.createFile(home.scratch().resolve("hold"));
    home.set("hanging.stop.when", hold.toString());
    return hold;
  }
}
