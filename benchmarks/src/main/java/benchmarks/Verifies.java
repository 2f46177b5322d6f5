package benchmarks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.disk.Disk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.itest.harness.Await;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * The verify of a container with many services over a long log: that of the boot, beside the
 * recovery of the same boot, and a deep one, beside a program that does no more than read the same
 * journal and artifacts and hash every byte of them once.
 */
final class Verifies {
  private static final Caller OWNER = Caller.owner("bench");

  private final int services;
  private final int events;
  private final int runs;

  Verifies(int services, int events, int runs) {
    this.services = services;
    this.events = events;
    this.runs = runs;
  }

  void run() throws Exception {
    Figures boot = new Figures("boot verify, %d services".formatted(services));
    Figures recovery = new Figures("the recovery before it");
    Figures deep = new Figures("deep verify, %d services, %d events".formatted(services, events));
    Figures bare = new Figures("reading and hashing the same files");
    try (SoloHome home = SoloHome.open("verify")) {
      deploy(home);
      lengthen(home);
      for (int i = 0; i < runs; i++) {
        SoloProcess process = home.start();
        boot.add(millis(process, "verification_completed"));
        recovery.add(millis(process, "recovery_completed"));
        JsonObject report = process.exec("solo:verify --deep --json").json().getAsJsonObject();
        requireProof(report);
        deep.add(TimeUnit.MILLISECONDS.toNanos(report.get("durationMs").getAsLong()));
        process.kill9();
        bare.add(readAll(home));
      }
    }
    System.out.println("\nVerifies\n");
    Figures.printHeader();
    List.of(boot, recovery, deep, bare).forEach(Figures::print);
  }

  /** A verify that looked at nothing would be fast. */
  private void requireProof(JsonObject report) {
    boolean all =
        report.get("status").getAsString().equals("OK")
            && report.get("running").getAsInt() == services
            && report.get("eventId").getAsLong() >= events;
    if (!all) {
      throw new IllegalStateException("not what was to be measured: " + report);
    }
  }

  private void deploy(SoloHome home) throws IOException {
    Path jars = home.scratch().resolve("jars");
    for (Path jar : GeneratedBundles.write(jars, "v", services)) {
      home.drop(jar, jar.getFileName().toString());
    }
    SoloProcess process = home.start();
    Await.until(
        "the first deploy of every jar",
        () -> process.rows("solo:services --state ACTIVE").size() == services);
    process.sigterm();
  }

  /** Deploys and kills of services that are gone, as years would leave them. */
  private void lengthen(SoloHome home) throws Exception {
    Journal journal =
        Journal.open(
            home.data().resolve("events"), JournalOptions.defaults(), Disk.real(), record -> {});
    try {
      Promise<JournalRecord> last = null;
      String digest = anArtifact(home);
      for (int i = 0; journal.lastAcknowledgedId() < events; i++) {
        for (EventDraft draft : life(i, digest, journal.lastAcknowledgedId())) {
          last = journal.append(EventCodec.encode(new UUID(1, 2), draft));
        }
        last.getValue();
      }
    } finally {
      journal.close();
    }
  }

  private static List<EventDraft> life(int number, String digest, long lastId) {
    ServiceKey key = new ServiceKey("past", "s" + number % 500);
    ServiceSpec spec =
        new ServiceSpec(
            ServiceSpec.BUNDLE,
            digest,
            1_000,
            "bench.past",
            "1.0.0",
            "shell:past.jar",
            5,
            60_000,
            5_000,
            5_000);
    List<Payload> payloads =
        List.of(
            new Payload.ServiceDeploying(spec, false, false),
            new Payload.ServiceDeployed(spec, false, 1),
            new Payload.ServiceKilled(digest));
    List<EventDraft> drafts = new ArrayList<>();
    for (Payload payload : payloads) {
      long cause = payload instanceof Payload.ServiceDeployed ? lastId + 1 : 0;
      drafts.add(EventDraft.ofService(key, OWNER, "", cause, payload));
    }
    return drafts;
  }

  private static String anArtifact(SoloHome home) throws IOException {
    try (Stream<Path> artifacts = Files.list(home.data().resolve("artifacts"))) {
      return artifacts.map(a -> a.getFileName().toString()).sorted().findFirst().orElseThrow();
    }
  }

  /** The duration that the newest event of the type tells. */
  private static long millis(SoloProcess process, String type) {
    List<JsonObject> all = process.events(type);
    JsonObject newest = all.get(all.size() - 1);
    return TimeUnit.MILLISECONDS.toNanos(newest.get("durationMs").getAsLong());
  }

  private static long readAll(SoloHome home) throws IOException, NoSuchAlgorithmException {
    long begin = System.nanoTime();
    byte[] buffer = new byte[64 << 10];
    for (String directory : List.of("events", "artifacts")) {
      try (Stream<Path> files = Files.list(home.data().resolve(directory))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
          try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              sha256.update(buffer, 0, n);
            }
          }
          sha256.digest();
        }
      }
    }
    return System.nanoTime() - begin;
  }
}
