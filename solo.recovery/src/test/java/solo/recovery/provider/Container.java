package solo.recovery.provider;

import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.StartNotes;
import solo.core.recovery.Suspects;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.recovery.TestClock;

/** What outlives a process in these tests, and the process that lives now. */
final class Container {
  static final Caller OWNER = Caller.owner("ann");
  private static final long DEADLINE_MS = 20_000;

  final ListEventStore log = new ListEventStore();
  final List<SystemState> checkpoints = new ArrayList<>();
  final List<ExitCode> exits = new CopyOnWriteArrayList<>();
  final Messages messages = new Messages();
  Suspects suspects = Suspects.NONE;
  volatile Seal seal = Seal.OPEN;
  ActedSeal acted;

  RunningServices framework;
  LogReplayer replayer;
  CountDownLatch stores = new CountDownLatch(0);
  volatile List<String> missingStores = List.of();
  volatile boolean announced;
  volatile boolean releasedBefore;
  volatile boolean stopping;
  private volatile long startedBy;

  /** Another process on the same log, whose recovery has not begun. */
  Container process() {
    stopping = false;
    startedBy = 0;
    return parts();
  }

  /** The same process, whose own bundles are there anew. */
  Container parts() {
    framework = new RunningServices(log);
    announced = false;
    acted = new ActedSeal(() -> seal);
    replayer =
        new LogReplayer(
            new ProcessFacts("0.1.0", "17", 42, "kernel"),
            new Conditions(),
            log,
            new TestClock(),
            projection(),
            framework,
            new Notes(suspects),
            new NoVerify(),
            acted,
            messages.logger());
    replayer.shutdown = new Stop();
    return this;
  }

  /** Another process, ready; the one before is as dead as by kill -9. */
  Container restart() {
    process();
    replayer.start();
    await("readiness", () -> announced);
    return this;
  }

  LogProjection projection() {
    return new LogProjection(
        new Checkpoints(), log, (code, reason) -> exits.add(code), messages.logger());
  }

  CheckpointStore checkpointStore() {
    return new Checkpoints();
  }

  RecoveryReport report() {
    return replayer.report().orElseThrow();
  }

  Event append(ServiceKey key, Caller caller, long cause, Payload payload) {
    try {
      return log.append(EventDraft.ofService(key, caller, "", cause, payload)).getValue();
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** An acknowledged deploy. */
  Event deploy(ServiceKey key, ServiceSpec spec) {
    long intent = intent(key, OWNER, spec).id();
    return append(key, OWNER, intent, new Payload.ServiceDeployed(spec, false, 1));
  }

  /** A deploy that has begun. */
  Event intent(ServiceKey key, Caller caller, ServiceSpec spec) {
    return append(key, caller, 0, new Payload.ServiceDeploying(spec, false, false));
  }

  Event kill(ServiceKey key) {
    return append(key, OWNER, 0, new Payload.ServiceKilled(""));
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

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + DEADLINE_MS * 1_000_000;
    while (!holds.getAsBoolean()) {
      assertTrue("no " + what + " within " + DEADLINE_MS + " ms", System.nanoTime() < deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private final class Checkpoints implements CheckpointStore {
    @Override
    public Optional<Checkpoint> latest() {
      return checkpoints.isEmpty()
          ? Optional.empty()
          : Optional.of(new Checkpoint(checkpoints.get(checkpoints.size() - 1), 100));
    }

    @Override
    public List<Listed> list() {
      return checkpoints.stream()
          .map(s -> new Listed(s.id(), Optional.of(new Checkpoint(s, 100)), ""))
          .sorted(Comparator.comparingLong(Listed::id).reversed())
          .toList();
    }

    @Override
    public void remove(long id) {
      checkpoints.removeIf(state -> state.id() == id);
    }

    @Override
    public Checkpoint write(SystemState state) {
      checkpoints.add(state);
      return new Checkpoint(state, 100);
    }
  }

  private final class Conditions implements Milestones {
    @Override
    public long started() {
      return startedBy;
    }

    @Override
    public void started(long eventId) {
      startedBy = eventId;
    }

    @Override
    public List<String> awaitRestored(Duration limit, BooleanSupplier stopping)
        throws InterruptedException {
      stores.await();
      return missingStores;
    }

    @Override
    public Runnable ready() {
      releasedBefore = framework.released();
      announced = true;
      return () -> announced = false;
    }
  }

  private record NoVerify() implements BootVerify {
    @Override
    public void beforeReady(long startedId, boolean again, BooleanSupplier stopping) {}

    @Override
    public void ready() {}
  }

  private record Notes(Suspects suspects) implements StartNotes {
    @Override
    public void starting(ServiceKey key, String digest) {}

    @Override
    public void ended(ServiceKey key) {}

    @Override
    public void stopping() {}
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
}
