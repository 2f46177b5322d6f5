package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Deploys and kills from several clients while the process is killed at random. */
public class RandomKillsIT {
  private static final int CLIENTS = 4;
  private static final String KILLED = "KILLED";

  @Rule public final SoloHome home = new SoloHome();

  /** One client's service: what was acknowledged last, and what was asked for and not answered. */
  private final class Client implements Runnable {
    private final String name;
    private final Map<String, Path> versions;
    private final AtomicInteger acknowledged;
    private final Random random;
    private volatile SoloProcess process;
    private volatile String certain = "";
    private volatile String asked = "";

    Client(String name, AtomicInteger acknowledged) {
      this.name = name;
      this.acknowledged = acknowledged;
      this.random = new Random(name.hashCode());
      this.versions =
          Map.of(
              "1.0.0", Bundles.recorder(home.scratch(), name, "1.0.0"),
              "2.0.0", Bundles.recorder(home.scratch(), name, "2.0.0"));
    }

    @Override
    public void run() {
      try {
        while (true) {
          step();
        }
      } catch (UncheckedIOException e) {
        // the process was killed: what was asked for last is in doubt
      }
    }

    private void step() {
      List<String> wishes =
          certain.isEmpty() ? List.of("1.0.0") : List.of("1.0.0", "2.0.0", KILLED);
      asked = wishes.get(random.nextInt(wishes.size()));
      Result result =
          asked.equals(KILLED)
              ? process.exec("solo:kill default/" + name)
              : process.tryDeploy("default/" + name, versions.get(asked));
      result.expect(0);
      certain = asked;
      acknowledged.incrementAndGet();
    }

    /** Checks the service after a restart and takes what it finds as certain. */
    void verify(SoloProcess next) {
      var row = next.services().get("default/" + name);
      String found =
          row == null
              ? ""
              : row.get("state").getAsString().equals("ACTIVE")
                  ? row.get("version").getAsString()
                  : row.get("state").getAsString();
      assertTrue(
          "%s: acknowledged '%s', asked '%s', found '%s'".formatted(name, certain, asked, found),
          found.equals(certain) || found.equals(asked));
      certain = found;
    }
  }

  @Test
  public void evt09_acknowledgedDeploysAndKillsSurviveRandomKills() throws InterruptedException {
    int rounds = Boolean.getBoolean("solo.itest.long") ? 200 : 12;
    AtomicInteger acknowledged = new AtomicInteger();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client("client" + i, acknowledged));
    }
    Random random = new Random(9);
    SoloProcess process = home.start();
    for (int round = 0; round < rounds; round++) {
      killUnderLoad(process, clients, Duration.ofMillis(random.nextInt(400)));
      process = home.start();
      for (Client client : clients) {
        client.verify(process);
      }
    }
    assertTrue("only " + acknowledged + " were acknowledged", acknowledged.get() > rounds);
    assertEquals(List.of(), process.events("inconsistency_found"));
  }

  private static void killUnderLoad(SoloProcess process, List<Client> clients, Duration load)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Client client : clients) {
      client.process = process;
      threads.add(new Thread(client, client.name));
    }
    threads.forEach(Thread::start);
    process.endsWithin(load);
    process.kill9();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
