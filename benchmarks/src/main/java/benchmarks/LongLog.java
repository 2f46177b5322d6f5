package benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;
import solo.core.tenant.ServiceKey;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** A container with services, tokens and secrets, and the events of years. */
final class LongLog {
  private static final Caller OWNER = Caller.owner("bench");
  private static final int TOGETHER = 3_000;

  private LongLog() {}

  /** Makes one, and stops it. */
  static void live(SoloHome home, int events) throws Exception {
    SoloProcess process = home.start();
    List<Path> jars = GeneratedBundles.write(home.scratch().resolve("jars"), "v", 3);
    for (int i = 0; i < 3; i++) {
      process.deploy("live/s" + i, jars.get(i));
      process.does("solo:grant --ttl 8h live read");
      process.does("echo value | solo:secret-put live/k" + i);
    }
    process.sigterm();
    lengthen(home, events, anArtifact(home));
  }

  /** Deploys and kills of services that are gone, which ran from one artifact. */
  static void lengthen(SoloHome home, int events, String digest) throws Exception {
    try (Journal journal =
        Journal.open(
            home.data().resolve("events"), JournalOptions.defaults(), Disk.real(), record -> {})) {
      Promise<JournalRecord> last = null;
      for (int i = 0; journal.lastAcknowledgedId() < events; i++) {
        for (Payload payload : life(digest)) {
          ServiceKey key = new ServiceKey("past", "s" + i % 500);
          EventDraft draft = EventDraft.ofService(key, OWNER, "", 0, payload);
          last = journal.append(EventCodec.encode(new UUID(1, 2), draft));
        }
        if (i % TOGETHER == 0) {
          last.getValue();
        }
      }
      last.getValue();
    }
  }

  private static List<Payload> life(String digest) {
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
    return List.of(
        new Payload.ServiceDeploying(spec, false, false),
        new Payload.ServiceDeployed(spec, false, 1),
        new Payload.ServiceKilled(digest));
  }

  private static String anArtifact(SoloHome home) throws IOException {
    try (Stream<Path> artifacts = Files.list(home.data().resolve("artifacts"))) {
      return artifacts.map(a -> a.getFileName().toString()).sorted().findFirst().orElseThrow();
    }
  }

  /** Of everything that is derived from the log up to an event, by name. */
  static SortedMap<String, String> fingerprints(Path data, long at) throws IOException {
    Map<String, LogFold> folds = new LinkedHashMap<>();
    for (LogFoldFactory factory : ServiceLoader.load(LogFoldFactory.class)) {
      folds.put(factory.name(), factory.begin());
    }
    List<LogFold> all = new ArrayList<>(folds.values());
    new JournalCheck(data.resolve("events"), Disk.real(), 0)
        .run(
            () ->
                record -> {
                  if (record.id() <= at) {
                    Event event = EventCodec.decode(record.id(), record.timeMs(), record.body());
                    all.forEach(fold -> fold.apply(event));
                  }
                });
    SortedMap<String, String> prints = new TreeMap<>();
    folds.forEach((name, fold) -> prints.put(name, fold.fingerprint()));
    return prints;
  }
}
