package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Connection;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Verifies while the container has other things to do, at its start, and what they cost. */
public class VerifyLoadIT {
  private static final String PID = "solo.recovery.verify";
  private static final int SERVICES = 50;
  private static final int SEGMENT = 65536;
  private static final int CLIENTS = 3;
  private static final int SERVICES_OF_A_CLIENT = 4;
  private static final int CHANGES_OF_A_CLIENT = 40;
  private static final int VERIFIES = 10;

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void ver19_noFindingAndNoRepairWhileDeploysUpdatesAndKillsRun() throws Exception {
    home.configure(PID, "quickIntervalMs", 200).configure(PID, "deepIntervalMs", 1000);
    SoloProcess process = home.start();
    AtomicInteger verifies = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Void>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(threads.submit(changes(process, client, verifies)));
      }
      Future<Integer> directory =
          threads.submit(() -> drops(() -> clients.stream().allMatch(Future::isDone)));
      while (!clients.stream().allMatch(Future::isDone)) {
        String depth = verifies.get() % 4 == 3 ? "--deep" : "";
        Verification report = Verification.of(process, "solo:verify " + depth);
        assertEquals("verify " + verifies, List.of(), report.findings());
        verifies.incrementAndGet();
      }
      for (Future<Void> client : clients) {
        client.get();
      }
      assertTrue(directory.get() + " drops", directory.get() > 0);
    } finally {
      threads.shutdownNow();
    }
    assertQuietAndOk(process);
    process.kill9();
    assertQuietAndOk(home.start());
  }

  /**
   * Deploys, updates and kills the services of a tenant of its own, at random; goes on until there
   * were enough verifies meanwhile.
   */
  private Callable<Void> changes(SoloProcess process, int client, AtomicInteger verifies) {
    return () -> {
      Random random = new Random(client);
      for (int i = 0; i < CHANGES_OF_A_CLIENT || verifies.get() < VERIFIES; i++) {
        String key = "t%d/s%d".formatted(client, random.nextInt(SERVICES_OF_A_CLIENT));
        if (random.nextInt(4) == 0 && process.services().containsKey(key)) {
          process.kill(key);
        } else {
          String version = "1.0." + random.nextInt(3);
          process.deploy(key, recorder(key.replace('/', '.'), version));
        }
      }
      return null;
    };
  }

  /** Drops, replaces and removes files until it is over. */
  private int drops(Callable<Boolean> over) throws Exception {
    int drops = 0;
    Path slow = Bundles.named("slow.stop");
    Path file = home.drop(slow, "slow.jar");
    while (!over.call()) {
      String name = "d" + drops % 3;
      home.drop(recorder(name, "1.0." + drops / 3 % 3), name + ".jar");
      if (drops % 50 == 25) {
        Files.deleteIfExists(file);
      } else if (drops % 50 == 0) {
        home.drop(slow, "slow.jar");
      }
      drops++;
    }
    return drops;
  }

  private static void assertQuietAndOk(SoloProcess process) {
    Verification report =
        Await.value(
            "a verify with nothing under way",
            () ->
                Optional.of(Verification.of(process, "solo:verify --deep"))
                    .filter(verified -> verified.count("busy") == 0));
    assertEquals(report.json().toString(), "OK", report.status());
    assertTrue(report.json().toString(), report.count("expected") > 0);
    assertEquals(report.count("expected"), report.count("running"));
    assertEquals(List.of(), process.events("inconsistency_found"));
    assertEquals(List.of(), process.events("inconsistency_fixed"));
  }

  @Test
  public void ver19_deployThatTakesLongIsBusyAndNotBroken() throws IOException {
    home.configure(PID, "quickIntervalMs", 200);
    Path hold = Files.createFile(home.scratch().resolve("hold"));
    home.set("hanging.start.when", hold.toString());
    SoloProcess process = home.start();
    String deploy =
        "solo:deploy --tenant t --name slow --start-timeout 60000 '%s'"
            .formatted(Bundles.named("hanging.start"));
    try (Connection client = Connection.open(home)) {
      client.execute(deploy);
      Await.until("its intent", () -> process.events("service_deploying").size() == 1);
      Verification report = Verification.of(process, "solo:verify --fix --drift");
      assertEquals("OK", report.status());
      assertEquals(1, report.count("busy"));
      Files.delete(hold);
      client.result(deploy).expect(0);
    }
    Verification.of(process, "solo:verify").assertOk(1);
    assertEquals(List.of(), process.events("inconsistency_found"));
    assertEquals(List.of(), process.events("inconsistency_fixed"));
  }

  @Test
  public void ver18_aQuickVerifyReadsTheTailAndADeepOneEverythingOnce() throws IOException {
    home.configure(PID, "autoFix", "off");
    home.configure("solo.eventstore", "segmentSizeBytes", SEGMENT);
    SoloProcess process = home.start();
    for (int i = 0; i < SERVICES; i++) {
      process.deploy("t/s" + i, Bundles.padded(home.scratch(), "s" + i, 20_000));
    }
    process.does("solo:checkpoint");
    Verification.dry(process).assertOk(SERVICES);
    Verification.dry(process, "--deep").assertOk(SERVICES);

    final long young = readBy(process, "solo:verify");
    String reason = "because ".repeat(500);
    for (int i = 0; i < 100; i++) {
      process.does("solo:kill --reason '%s' t/s0".formatted(reason));
      process.deploy("t/s0", home.scratch().resolve("s0-1.0.0.jar"));
    }
    process.does("solo:checkpoint");
    long log = Damage.segments(home).stream().mapToLong(segment -> segment.toFile().length()).sum();
    assertTrue("a log of " + log, log > 6 * SEGMENT);
    long old = readBy(process, "solo:verify");
    assertTrue("%d of a young log, %d of an old".formatted(young, old), old < young + 3 * SEGMENT);
    long code = bytes(home.data().resolve("artifacts"));
    long deep = readBy(process, "solo:verify --deep");
    String read = "read %d of %d code and %d log".formatted(deep, code, log);
    assertTrue(read, deep > code + log / 2 && deep < 2 * (code + log));
  }

  /** How many bytes a process reads, from whatever, to carry out a command. */
  private static long readBy(SoloProcess process, String command) throws IOException {
    long before = read(process);
    Verification.of(process, command);
    return read(process) - before;
  }

  private static long read(SoloProcess process) throws IOException {
    Path io = Path.of("/proc", Long.toString(process.pid()), "io");
    return Files.readAllLines(io).stream()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  public void eachBootIsVerifiedBeforeItIsReadyAndTellsAnOldFindingNoMore() throws IOException {
    SoloProcess process = home.start();
    process.deploy("t/a", recorder("a", "1.0.0"));
    process.deploy("t/b", recorder("b", "1.0.0"));
    String digest = process.services().get("t/b").get("digest").getAsString();
    process.kill9();
    Files.delete(home.data().resolve("artifacts").resolve(digest));
    process = home.start();
    final List<JsonObject> told = process.events("inconsistency_found");
    assertFalse(told.isEmpty());
    for (int boot = 3; boot <= 5; boot++) {
      process.kill9();
      process = home.start();
      assertEquals("told once", told, process.events("inconsistency_found"));
      List<JsonObject> verified = process.events("verification_completed");
      List<JsonObject> ready = process.events("system_ready");
      assertEquals(boot, ready.size());
      JsonObject lastVerified =
          verified.stream()
              .filter(event -> event.get("boot").equals(ready.get(ready.size() - 1).get("boot")))
              .findFirst()
              .orElseThrow();
      assertEquals("BOOT", lastVerified.get("depth").getAsString());
      assertTrue(
          lastVerified.get("id").getAsLong() < ready.get(ready.size() - 1).get("id").getAsLong());
    }
    Map<String, String> states = process.states();
    assertEquals(Map.of("t/a", "ACTIVE", "t/b", "FAILED"), states);
    long perBoot = process.rows("solo:events --limit 1").get(0).get("id").getAsLong() / 5;
    assertTrue(perBoot + " events a boot", perBoot <= 9);
  }

  private Path recorder(String symbolicName, String version) {
    return Bundles.recorder(home.scratch(), symbolicName, version);
  }
}
