package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The main job at its size: deploy, grant, crash, recover, verify, compare; and what it costs. */
public class StressIT {
  private static final boolean LONG = Boolean.getBoolean("solo.itest.long");
  private static final int TENANTS = LONG ? 20 : 4;
  private static final int SERVICES = LONG ? 1000 : 60;
  private static final int TOKENS = LONG ? 10_000 : 300;
  private static final int EVENTS = LONG ? 100_000 : 2000;

  private static final int CALLERS = 8;
  private static final int ROUND = 100;
  private static final int SAMPLES = LONG ? 500 : 50;

  /** A token that was handed out. */
  private record Given(String accessor, String tenant, String text) {}

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void sys02_manyServicesOfManyTenantsComeBackAsTheyWere() throws Exception {
    List<Path> jars = bundles();
    if (LONG) {
      long bare = BareFelix.run(jars.get(0).getParent(), home.scratch());
      say("bare Felix installs and starts the same %d by one thread: %d ms", SERVICES, bare);
    }
    SoloProcess process = home.start();
    tell("deploys", SERVICES, time(SERVICES, i -> process.deploy(key(i), jars.get(i))));
    List<Given> tokens = new ArrayList<>();
    tell("grants", TOKENS, time(TOKENS, i -> add(tokens, grant(process, tenant(i)))));
    long before = lastEvent(process);
    int rounds = Math.toIntExact((EVENTS - before + ROUND - 1) / ROUND);
    Duration took = time(Math.max(0, rounds), i -> renew(process, tokens, i));
    tell("renewals", Math.max(0, rounds) * ROUND, took);
    long acknowledged = lastEvent(process);
    assertTrue("only " + acknowledged + " events", acknowledged >= EVENTS);

    State left = new State(process, tokens);
    tellSize(process);
    process.kill9();
    long begin = System.nanoTime();
    SoloProcess again = home.start();
    say("ready after kill -9: %d ms", millisSince(begin));
    assertEquals(SERVICES, again.rows("solo:services --state ACTIVE").size());
    left.requireSame(new State(again, tokens));
    used(again, tokens);
    verify(again);
    tellSize(again);
    assertEquals(0, again.sigterm());
  }

  private List<Path> bundles() throws IOException {
    Path directory = Files.createDirectory(home.scratch().resolve("jars"));
    List<Path> jars = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      jars.add(Bundles.recorder(directory, "stress" + i, "1.0.0"));
    }
    return jars;
  }

  private static String tenant(int number) {
    return "tenant" + number % TENANTS;
  }

  private static String key(int number) {
    return tenant(number) + "/service" + number;
  }

  private static Given grant(SoloProcess process, String tenant) {
    JsonObject row =
        process.does("solo:grant --json --ttl 1h " + tenant + " read").json().getAsJsonObject();
    return new Given(row.get("accessor").getAsString(), tenant, row.get("token").getAsString());
  }

  private static synchronized void add(List<Given> tokens, Given one) {
    tokens.add(one);
  }

  /** One command line with many events, so that the socket is not what is measured. */
  private static void renew(SoloProcess process, List<Given> tokens, int round) {
    StringBuilder line = new StringBuilder("each [");
    for (int i = 0; i < ROUND; i++) {
      line.append(tokens.get((round * ROUND + i) % tokens.size()).accessor()).append(' ');
    }
    process.does(line.append("] { solo:renew --ttl 1h $it }").toString());
  }

  private static long lastEvent(SoloProcess process) {
    return process.rows("solo:events --limit 1").get(0).get("id").getAsLong();
  }

  /** Each of a sample of tokens still opens its tenant and no other. */
  private static void used(SoloProcess process, List<Given> tokens) {
    Random random = new Random(1);
    for (int i = 0; i < SAMPLES; i++) {
      Given one = tokens.get(random.nextInt(tokens.size()));
      List<JsonObject> rows = process.execAs(one.text(), "solo:services --json").expect(0).rows();
      assertEquals(one.accessor(), SERVICES / TENANTS, rows.size());
      rows.forEach(row -> assertEquals(one.tenant(), row.get("tenant").getAsString()));
    }
  }

  private static void verify(SoloProcess process) {
    JsonObject report = process.does("solo:verify --deep --json").json().getAsJsonObject();
    assertEquals(report.toString(), "OK", report.get("status").getAsString());
    assertEquals(report.toString(), SERVICES, report.get("running").getAsInt());
    say("deep verify: %d ms", report.get("durationMs").getAsLong());
  }

  /** What can be asked for, as it was answered. */
  private static final class State {
    final SortedMap<String, String> services = new TreeMap<>();
    final SortedMap<String, String> tokens = new TreeMap<>();
    final SortedMap<Long, String> events = new TreeMap<>();

    State(SoloProcess process, List<Given> given) {
      process
          .services()
          .forEach((key, row) -> services.put(key, row.get("state") + " " + row.get("digest")));
      for (JsonObject row : process.rows("solo:tokens --limit 100000")) {
        tokens.put(row.get("accessor").getAsString(), row.get("state") + " " + row.get("expires"));
      }
      assertEquals(SERVICES, services.size());
      given.forEach(one -> assertTrue(one.accessor(), tokens.containsKey(one.accessor())));
      Random random = new Random(2);
      for (int i = 0; i < SAMPLES; i++) {
        int after = random.nextInt(EVENTS - 1);
        JsonObject row = process.rows("solo:events --limit 1 --since " + after).get(0);
        events.put(row.get("id").getAsLong(), row.toString());
      }
    }

    void requireSame(State other) {
      assertEquals(services, other.services);
      assertEquals(tokens, other.tokens);
      assertEquals(events, other.events);
    }
  }

  private static Duration time(int times, IntConsumer act) throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      long begin = System.nanoTime();
      List<Future<?>> begun = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        begun.add(callers.submit(() -> act.accept(number)));
      }
      for (Future<?> one : begun) {
        one.get();
      }
      return Duration.ofNanos(System.nanoTime() - begin);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } finally {
      callers.shutdownNow();
    }
  }

  private static void tell(String what, int count, Duration took) {
    double seconds = took.toNanos() / 1e9;
    say("%d %s by %d callers: %.1f s, %.0f/s", count, what, CALLERS, seconds, count / seconds);
  }

  private void tellSize(SoloProcess process) throws IOException {
    say("%.1f MB on disk, %d events", bytes(home.data()) / 1e6, lastEvent(process));
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      lines.filter(line -> line.startsWith("VmRSS")).forEach(line -> say("%s", line));
    }
  }

  /** Of all files, while some come and go. */
  private static long bytes(Path directory) throws IOException {
    AtomicLong bytes = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  /** With the machine's load beside it, without which no figure means anything. */
  private static void say(String format, Object... values) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String line = String.format(Locale.ROOT, format, values);
    System.out.println("stress: %s (load %.0f)".formatted(line, load));
  }
}
