package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Connection;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** {@code events --follow} in one connection while services are deployed by others. */
public class FollowIT {
  private static final int DEPLOYS = 40;

  /** So many events with such a reason are more than all buffers on the way to a client hold. */
  private static final int DEAF = 40;

  private static final String REASON = "x".repeat(30_000);

  @Rule public final SoloHome home = new SoloHome();

  /** Of its own: all of them block, and the common pool may have one thread only. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @After
  public void end() {
    threads.shutdownNow();
  }

  private CompletableFuture<Result> follow(SoloProcess process, String options) {
    return CompletableFuture.supplyAsync(
        () -> process.exec("events --follow --json " + options), threads);
  }

  private static List<Long> ids(Result followed) {
    return followed
        .out()
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("id").getAsLong())
        .toList();
  }

  private void deploys(SoloProcess process, int from, int to) {
    Path jar = Bundles.recorder(home.scratch(), "r" + from, "1.0.0");
    for (int i = from; i < to; i++) {
      process.deploy("default/s" + i, jar);
    }
  }

  @Test
  public void evt16_followersSeeEveryEventOnceWhileDeploysRun() {
    SoloProcess process = home.start();
    deploys(process, 0, 5);
    CompletableFuture<Result> all = follow(process, "--since 0 --limit " + (2 * DEPLOYS));
    CompletableFuture<Result> deployed =
        follow(process, "--since 0 --type service_deployed --limit " + DEPLOYS);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> deploys(process, 20, DEPLOYS), threads);
    deploys(process, 5, 20);
    other.join();

    List<Long> ids = ids(all.join().expect(0));
    assertEquals(LongStream.rangeClosed(1, 2 * DEPLOYS).boxed().toList(), ids);
    List<Long> expected =
        process.events("service_deployed").stream().map(e -> e.get("id").getAsLong()).toList();
    assertEquals(expected, ids(deployed.join().expect(0)));
  }

  /** The real client, with its output where the line of a user's shell sends it. */
  private Process client(String then) throws IOException {
    return new ProcessBuilder(
            "bash",
            "-c",
            "'%s' exec 'events --follow --since 0' --data '%s' --deploy '%s' --state '%s' %s"
                .formatted(
                    SoloHome.CHECKOUT.resolve("solo"),
                    home.data(),
                    home.deploy(),
                    home.state(),
                    then))
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(part)) {
      line = lines.readLine();
    }
    assertTrue("ended before " + part, line != null);
  }

  @Test
  public void followEndsWithTheContainerAndStatusZero() throws Exception {
    SoloProcess process = home.start();
    Process client = client("");
    try (BufferedReader lines = client.inputReader()) {
      awaitLine(lines, "system_ready");
      assertEquals(0, process.sigterm());
      awaitLine(lines, "system_shutdown_complete");
      assertEquals(0, client.waitFor());
    } finally {
      client.destroyForcibly();
    }
  }

  @Test
  public void followEndsWithItsReader() throws Exception {
    SoloProcess process = home.start();
    Process client = client("| head -n 2");
    try (BufferedReader lines = client.inputReader()) {
      awaitLine(lines, "system_started");
      AtomicInteger next = new AtomicInteger();
      Await.until(
          "the client's end once it has written to nobody",
          () -> {
            deploys(process, next.get(), next.incrementAndGet());
            return !client.isAlive();
          });
      assertEquals(0, client.exitValue());
    } finally {
      client.destroyForcibly();
    }
    process.does("solo:services");
  }

  @Test
  public void aFollowerThatDoesNotReadHoldsUpNobody() throws IOException {
    SoloProcess process = home.start();
    try (Connection deaf = Connection.open(home)) {
      deaf.execute("events --follow --since 0 --json");
      CompletableFuture<Result> reads = follow(process, "--since 0 --limit " + DEAF);
      for (int i = 0; i < DEAF; i++) {
        process.does("checkpoint --reason " + REASON);
      }
      assertEquals(DEAF, ids(reads.join().expect(0)).size());
      assertEquals(0, process.sigterm());
    }
  }
}
