package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;
import solo.recovery.Doors;
import solo.recovery.TestClock;
import solo.recovery.provider.ActedSeal;
import solo.recovery.provider.ListEventStore;
import solo.recovery.provider.LogProjection;
import solo.recovery.provider.Messages;

/** A log, a framework and a verifier on both; what a process holds in memory can be thrown away. */
final class World {
  static final Caller OWNER = Caller.owner("ann");
  private static final long DEADLINE_MS = 20_000;

  final ListEventStore log = new ListEventStore();
  final TreeMap<Long, CheckpointStore.Listed> checkpoints = new TreeMap<>();
  final List<Inspection> stores = new ArrayList<>();
  final Messages messages = new Messages();
  private final Path directory;
  ToyFramework framework = new ToyFramework();
  LogProjection projection;
  FoldVerifier verifier;
  Config config = new Config("fix", 20, 3, 3_600_000, 3_600_000, 100);
  EventStore events = log;
  final KeptArtifacts artifacts = new KeptArtifacts();
  volatile boolean stopping;
  volatile Seal vault = Seal.OPEN;
  final ActedSeal seal = new ActedSeal(() -> vault);

  World(Path directory) {
    this.directory = directory;
  }

  /** Another process on the same data, whose recovery has ended, and that is not ready yet. */
  World process() {
    seal.acted(vault);
    projection =
        new LogProjection(
            new Files(),
            events,
            (code, reason) -> {
              throw new AssertionError(reason);
            },
            messages.logger());
    verifier =
        new FoldVerifier(
            config,
            events,
            projection,
            new Files(),
            seal,
            framework,
            framework,
            artifacts,
            new Doors(
                (caller, permission, tenant) -> {
                  if (caller.kind() == Caller.Kind.DIRECTORY) {
                    throw new AccessDeniedException(caller, permission, tenant);
                  }
                }),
            new Home(directory),
            new TestClock(),
            messages.logger());
    verifier.inspections = stores;
    verifier.shutdown = new Stop();
    return this;
  }

  /** Another process, verified at its start, but without its schedule. */
  World boot() throws InterruptedException {
    process();
    verifier.beforeReady(0, false, () -> stopping);
    return this;
  }

  VerificationReport quick() {
    return verifier.verify(Depth.BOOT, told -> {});
  }

  VerificationReport deep() {
    return verifier.verify(Depth.DEEP, told -> {});
  }

  VerificationReport fix() {
    return verifier.fix(Depth.BOOT, false, OWNER, told -> {});
  }

  Event append(ServiceKey key, Payload payload) {
    return append(EventDraft.ofService(key, OWNER, "", 0, payload));
  }

  Event append(EventDraft draft) {
    try {
      return log.append(draft).getValue();
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** An acknowledged deploy of a service that does not run. */
  Event logged(String key, int code) {
    return logged(key, spec(code));
  }

  Event logged(String key, ServiceSpec spec) {
    append(key(key), new Payload.ServiceDeploying(spec, false, false));
    return append(key(key), new Payload.ServiceDeployed(spec, false, 1));
  }

  /** An acknowledged deploy of a service that runs. */
  LiveBundle deploy(String key, int code) {
    return framework.run(key(key), spec(code), logged(key, code).id());
  }

  Event kill(String key) {
    return append(key(key), new Payload.ServiceKilled(""));
  }

  /** A checkpoint file of the log now. */
  void checkpoint() throws IOException {
    new Files().write(projection.current());
  }

  CheckpointStore checkpointStore() {
    return new Files();
  }

  static ServiceKey key(String name) {
    return ServiceKey.parse(name);
  }

  static ServiceSpec spec(int code) {
    String digest = Integer.toHexString(code & 15).repeat(64);
    return new ServiceSpec(
        "bundle", digest, 300 + code, "acme.web", "1.0." + code, "shell:web.jar", 3, 7, 11, 13);
  }

  /** The same of a bundle that names secrets. */
  static ServiceSpec spec(int code, String secrets) {
    ServiceSpec spec = spec(code);
    return new ServiceSpec(
        spec.format(),
        spec.digest(),
        spec.size(),
        spec.symbolicName(),
        spec.version(),
        spec.source(),
        spec.restarts(),
        spec.restartWindowMs(),
        spec.startTimeoutMs(),
        spec.stopTimeoutMs(),
        secrets);
  }

  static List<Kind> kinds(VerificationReport report) {
    return report.findings().stream().map(Finding::kind).toList();
  }

  /** The one finding of a report. */
  static Finding only(VerificationReport report) {
    assertEquals(report.findings().toString(), 1, report.findings().size());
    return report.findings().get(0);
  }

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + DEADLINE_MS * 1_000_000;
    while (!holds.getAsBoolean()) {
      assertTrue("no " + what + " within " + DEADLINE_MS + " ms", System.nanoTime() < deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private final class Files implements CheckpointStore {
    @Override
    public Optional<Checkpoint> latest() {
      return checkpoints.descendingMap().values().stream()
          .flatMap(listed -> listed.checkpoint().stream())
          .findFirst();
    }

    @Override
    public List<Listed> list() {
      return checkpoints.values().stream()
          .sorted(Comparator.comparingLong(Listed::id).reversed())
          .toList();
    }

    @Override
    public void remove(long id) {
      checkpoints.remove(id);
    }

    @Override
    public Checkpoint write(SystemState state) {
      Checkpoint written = new Checkpoint(state, 100);
      checkpoints.put(state.id(), new Listed(state.id(), Optional.of(written), ""));
      return written;
    }
  }

  private record Home(Path data) implements Directories {
    @Override
    public Path deploy() {
      return data;
    }

    @Override
    public Path config() {
      return data;
    }

    @Override
    public Path state() {
      return data;
    }
  }

  private final class Stop implements Shutdown {
    @Override
    public void shutdown(Caller caller, String reason) {
      stopping = true;
    }

    @Override
    public boolean stopping() {
      return stopping;
    }
  }

  /** An annotation's values without a configuration. */
  @SuppressWarnings("ClassExplicitlyAnnotation")
  record Config(
      String autoFix,
      int fixesPerHour,
      int fixesPerServicePerHour,
      long quickIntervalMs,
      long deepIntervalMs,
      int deepPacePercent)
      implements VerifyConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return VerifyConfig.class;
    }
  }
}
