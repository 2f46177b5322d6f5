package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The whole: what is listed before a stop of any kind is listed after it. */
public class SystemIT {
  /** The long forms take minutes; {@code mvn verify -Ptorture} runs them. */
  private static final boolean LONG = Boolean.getBoolean("solo.itest.long");

  private static final List<String> LASTING =
      List.of("state", "digest", "version", "symbolicName", "size", "source", "eventId");

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void sys01_threeRealBundlesAreListedAlikeAfterACrash() {
    SoloProcess first = home.asUsersStartIt().start();
    first.deploy("default/lang", Bundles.named("commons-lang3"));
    first.deploy("default/json", Bundles.named("gson"));
    first.deploy("default/greeter", Bundles.named("greeter"));
    SortedMap<String, Map<String, Object>> before = lasting(first);
    assertEquals("Hello, Ada!", first.does("greeter:greet Ada").out().strip());
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(before, lasting(second));
    assertEquals("Hello, Ada!", second.does("greeter:greet Ada").out().strip());
  }

  @Test
  public void sys02_fiveTenantsOfFiveServices() {
    SoloProcess first = home.start();
    for (int i = 0; i < 25; i++) {
      String name = "s" + i % 5;
      Path jar = Bundles.recorder(home.scratch(), "t" + i / 5 + "." + name, "1.0.0");
      first.deploy("t" + i / 5 + "/" + name, jar);
    }
    SortedMap<String, Map<String, Object>> before = lasting(first);
    assertEquals(25, before.size());
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(before, lasting(second));
    Reports.assertCounts(second, Map.of("recovered", 25));
  }

  @Test
  public void sys03_tenTokensAreValidAfterACrash() {
    SoloProcess first = home.start();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      JsonObject granted = first.does("solo:grant --json t" + i + " read").json().getAsJsonObject();
      tokens.add(granted.get("token").getAsString());
    }
    first.kill9();

    SoloProcess second = home.start();
    for (int i = 0; i < 10; i++) {
      second.execAs(tokens.get(i), "services --tenant t" + i).expect(0);
      second.execAs(tokens.get(i), "services --tenant t" + (i + 1)).expect(1);
    }
  }

  @Test
  public void sys04_oneOfTwoIsKilledAndOneComesBack() {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    first.kill("default/a");
    first.kill9();

    SoloProcess second = home.start();
    assertEquals(Map.of("default/a", "KILLED", "default/b", "ACTIVE"), second.states());
    assertEquals(List.of(first.pid(), second.pid()), Records.startsOf(home, "b"));
  }

  @Test
  public void sys05_shd05_sigtermStopsServicesExitsZeroAndTheyComeBack() {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    SortedMap<String, Map<String, Object>> before = lasting(first);
    assertEquals(0, first.sigterm());
    assertEquals(List.of(first.pid()), Records.stopsOf(home, "a"));
    assertEquals(List.of(first.pid()), Records.stopsOf(home, "b"));

    SoloProcess second = home.start();
    assertEquals(before, lasting(second));
    List<JsonObject> starts = second.events("system_started");
    assertTrue(starts.get(1).get("lastStopClean").getAsBoolean());
    assertEquals(1, second.events("system_shutdown_complete").size());
  }

  @Test
  public void rec15_tenRapidCrashesChangeNothingAndTheLogStaysSmall() {
    SoloProcess process = home.start();
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.deploy("default/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    process.kill("default/b");
    SortedMap<String, Map<String, Object>> before = lasting(process);
    long firstBoot = lastId(process);
    int cycles = 10;
    for (int i = 0; i < cycles; i++) {
      process.kill9();
      process = home.start();
      assertEquals("after crash " + (i + 1), before, lasting(process));
      String head = process.does("solo:head --json").out();
      assertTrue(head, head.contains("\"status\":\"OK\""));
    }
    long perBoot = (lastId(process) - firstBoot) / cycles;
    assertTrue(perBoot + " events a boot", perBoot <= 6);
  }

  @Test
  public void rec24_theLogDoesNotGrowWithCode() throws IOException {
    int services = LONG ? 50 : 10;
    int restarts = LONG ? 100 : 4;
    SoloProcess process = home.start();
    for (int i = 0; i < services; i++) {
      Path big = Bundles.padded(home.scratch(), "s" + i, 200_000);
      process.deploy("default/s" + i, big);
    }
    long code = bytes(home.data().resolve("artifacts"));
    assertTrue("artifacts hold " + code, code > services * 200_000L);
    long before = journalBytes();
    for (int i = 0; i < restarts; i++) {
      process.kill9();
      process = home.start();
    }
    assertEquals(services, process.states().size());
    assertEquals(code, bytes(home.data().resolve("artifacts")));
    long growth = journalBytes() - before;
    long allowed = restarts * (services * 600L + 6000);
    assertTrue("the journal grew by " + growth + ", allowed " + allowed, growth <= allowed);
  }

  private static SortedMap<String, Map<String, Object>> lasting(SoloProcess process) {
    SortedMap<String, Map<String, Object>> lasting = new TreeMap<>();
    process
        .services()
        .forEach(
            (key, row) -> {
              Map<String, Object> fields = new HashMap<>();
              LASTING.forEach(field -> fields.put(field, row.get(field)));
              lasting.put(key, fields);
            });
    return lasting;
  }

  private static long lastId(SoloProcess process) {
    return process.rows("solo:events --limit 1").get(0).get("id").getAsLong();
  }

  /** The bytes that hold records: segments are made longer ahead of time, of zeros. */
  private long journalBytes() throws IOException {
    long used = 0;
    try (Stream<Path> files = Files.list(home.data().resolve("events"))) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".log"))::iterator) {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
          end--;
        }
        used += end;
      }
    }
    return used;
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
