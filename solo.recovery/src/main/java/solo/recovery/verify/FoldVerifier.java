package solo.recovery.verify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.clock.ContainerClock;
import solo.core.deploy.Artifacts;
import solo.core.deploy.Inventory;
import solo.core.deploy.Restoration;
import solo.core.disk.Disk;
import solo.core.event.EventStore;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.CheckpointStore;
import solo.core.verify.Depth;
import solo.core.verify.Inspection;
import solo.core.verify.VerificationReport;
import solo.core.verify.Verifier;
import solo.recovery.provider.ActedSeal;
import solo.recovery.provider.BootVerify;
import solo.recovery.provider.LogProjection;

/**
 * Compares what runs with the fold of the log, at the start, on a schedule and when asked, and
 * mends what may be mended. Unwell while the truth itself, or what it names, is damaged.
 */
@Component(
    service = {Verifier.class, BootVerify.class, HealthCheck.class},
    property = {"hc.name=Verify", "hc.tags=solo"},
    configurationPid = "solo.recovery.verify",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = VerifyConfig.class)
public final class FoldVerifier implements Verifier, BootVerify, HealthCheck {
  /** The switch of the configuration. */
  private enum Mode {
    FIX,
    REPORT,
    OFF
  }

  private final Mode mode;
  private final Authorization authorization;
  private final Logger log;
  private final Verifying verifying;
  private final DeepSchedule deep;
  private final Patrol patrol;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private volatile BooleanSupplier bootStops = () -> false;
  private volatile boolean recovered;
  private volatile boolean ended;
  private volatile boolean soon;
  private volatile Optional<VerificationReport> last = Optional.empty();

  /** Dynamic, since the stop in turn asks for services that wait for recovery. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  /** Dynamic: a store joins when it is there. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<Inspection> inspections = List.of();

  /** Nothing is verified before recovery has ended. */
  @Activate
  public FoldVerifier(
      VerifyConfig config,
      @Reference EventStore events,
      @Reference LogProjection projection,
      @Reference CheckpointStore checkpoints,
      @Reference ActedSeal seal,
      @Reference Inventory inventory,
      @Reference Restoration restoration,
      @Reference Artifacts artifacts,
      @Reference Authorization authorization,
      @Reference Directories directories,
      @Reference ContainerClock clock,
      @Reference(service = LoggerFactory.class) Logger log) {
    mode = Mode.valueOf(config.autoFix().toUpperCase(Locale.ROOT));
    this.authorization = authorization;
    this.log = log;
    DeepRound.Stores stores =
        new DeepRound.Stores(events, checkpoints, projection, seal::judged, () -> inspections, log);
    Budget budget =
        new Budget(
            config.fixesPerHour(),
            config.fixesPerServicePerHour(),
            config.quickIntervalMs() / 2,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    Mending mending = new Mending(stores, projection, inventory, restoration, artifacts);
    ProvedFile file = new ProvedFile(Disk.real(), directories.data().resolve("verified"), log);
    deep =
        new DeepSchedule(
            stores,
            file,
            config.deepIntervalMs(),
            DeepSchedule.STEP_NANOS,
            System::currentTimeMillis);
    verifying =
        new Verifying(stores, inventory, mending, budget, deep::mended, this::stopping, clock::now);
    patrol = new Patrol(config, deep, new Scheduled(), log);
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    ended = true;
    patrol.end();
  }

  @Override
  public VerificationReport verify(Depth depth, Consumer<String> progress) {
    return alone(() -> verifying.dry(depth, progress));
  }

  @Override
  public VerificationReport fix(
      Depth depth, boolean drift, Caller caller, Consumer<String> progress) {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    return alone(() -> verifying.asked(depth, drift, caller, progress));
  }

  @Override
  public Optional<VerificationReport> last() {
    Optional<VerificationReport> own = last;
    return own.isPresent() ? own : verifying.written();
  }

  @Override
  public void beforeReady(long startedId, boolean again, BooleanSupplier stopping)
      throws InterruptedException {
    bootStops = stopping;
    recovered = true;
    if (mode == Mode.OFF) {
      return;
    }
    try {
      int stores = inspections.size();
      VerificationReport report = exclusively(() -> verifying.boot(startedId, !again));
      soon = Verifying.isMendedAtOnce(report) || inspections.size() != stores;
      log.info(
          "verify of the start {}: {} of {} services run as logged, {} findings, {} ms",
          report.status(),
          report.running(),
          report.expected(),
          report.findings().size(),
          report.durationMs());
    } catch (Stopped e) {
      log.info("the verify of the start is ended by a stop");
    } catch (RuntimeException e) {
      log.error("the start was not verified", e);
      soon = true;
    }
  }

  @Override
  public synchronized void ready() {
    if (mode != Mode.OFF && !ended) {
      patrol.start(soon);
    }
  }

  /** What a verify does. */
  private interface Run {
    VerificationReport run() throws InterruptedException;
  }

  private VerificationReport alone(Run run) {
    if (!recovered) {
      throw new IllegalStateException("recovery has not ended: try again when Solo is ready");
    }
    try {
      return exclusively(run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the verify was interrupted");
    }
  }

  private VerificationReport exclusively(Run run) throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      if (stopping()) {
        throw new Stopped();
      }
      VerificationReport report = run.run();
      last = Optional.of(report);
      return report;
    } finally {
      oneAtATime.unlock();
    }
  }

  private boolean stopping() {
    Shutdown stop = shutdown;
    return ended || bootStops.getAsBoolean() || stop != null && stop.stopping();
  }

  /** One quick verify of the schedule, now. */
  VerificationReport scheduledNow() throws InterruptedException {
    return exclusively(() -> verifying.scheduled(Depth.BOOT, System.nanoTime(), mode == Mode.FIX));
  }

  /** One step of the scheduled deep verify, now; true when it was the last of a round. */
  boolean deepStepNow() throws InterruptedException {
    oneAtATime.lockInterruptibly();
    boolean over;
    try {
      over = deep.step();
      verifying.roundFound(deep.found(), over);
    } finally {
      oneAtATime.unlock();
    }
    if (over) {
      long begun = deep.begunNanos();
      exclusively(() -> verifying.scheduled(Depth.DEEP, begun, mode == Mode.FIX));
      deep.ended();
    }
    return over;
  }

  /** What the schedule does; others' verifies come between two steps. */
  private final class Scheduled implements Patrol.Work {
    @Override
    public void quick() throws InterruptedException {
      scheduledNow();
    }

    @Override
    public void deepStep() throws InterruptedException {
      deepStepNow();
    }
  }

  @Override
  public Result execute() {
    return VerifyHealth.of(last());
  }
}
