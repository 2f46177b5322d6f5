package solo.recovery.provider;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.clock.ContainerClock;
import solo.core.deploy.Restoration;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer;
import solo.core.recovery.StartNotes;
import solo.core.recovery.SystemState;
import solo.core.vault.Seal;
import solo.core.vault.Vault;

/**
 * Brings back at boot, on its own thread, what the log says should run; then says that the
 * container is ready. Whatever fails on the way is in the report: the container becomes ready all
 * the same, unless it is stopped before.
 */
@Component(immediate = true, service = Replayer.class)
public final class LogReplayer implements Replayer {

  private static final long TELL_EVERY_MS = 1_000;
  private static final long RETRY_READY_MS = 1_000;
  private static final long END_WITHIN_MS = 2_000;

  private final ProcessFacts facts;
  private final Milestones milestones;
  private final EventStore events;
  private final ContainerClock clock;
  private final LogProjection projection;
  private final Restoration restoration;
  private final StartNotes notes;
  private final BootVerify verify;
  private final SecretsWait secrets;
  private final Logger log;
  private final ProgressMeter meter;
  private final CountDownLatch booted = new CountDownLatch(1);
  private final ReentrantLock recovering = new ReentrantLock();
  private final long beginNs = System.nanoTime();
  private final Thread thread = new Thread(this::run, "solo-replayer");
  private long startedId;
  private Runnable retract = () -> {};
  private volatile boolean ended;
  private volatile Optional<RecoveryReport> report = Optional.empty();

  /** Dynamic, since the stop in turn asks for services that wait for recovery. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  /** Begins the recovery and returns. */
  @Activate
  public LogReplayer(
      BundleContext context,
      @Reference EventStore events,
      @Reference ContainerClock clock,
      @Reference LogProjection projection,
      @Reference Restoration restoration,
      @Reference StartNotes notes,
      @Reference BootVerify verify,
      @Reference ActedSeal seal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(
        ProcessFacts.read(context.getBundle().getVersion().toString(), log),
        new ContainerConditions(context),
        events,
        clock,
        projection,
        restoration,
        notes,
        verify,
        seal,
        log);
    start();
  }

  /** Does not begin yet. */
  LogReplayer(
      ProcessFacts facts,
      Milestones milestones,
      EventStore events,
      ContainerClock clock,
      LogProjection projection,
      Restoration restoration,
      StartNotes notes,
      BootVerify verify,
      ActedSeal seal,
      Logger log) {
    this.facts = facts;
    this.milestones = milestones;
    this.events = events;
    this.clock = clock;
    this.projection = projection;
    this.restoration = restoration;
    this.notes = notes;
    this.verify = verify;
    secrets = new SecretsWait(milestones, seal, log);
    this.log = log;
    meter = new ProgressMeter(log, TELL_EVERY_MS);
  }

  void start() {
    thread.start();
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    ended = true;
    thread.interrupt();
    thread.join(END_WITHIN_MS);
    if (thread.isAlive()) {
      log.warn("the recovery has not ended within {} ms", END_WITHIN_MS);
    }
    retract();
  }

  @Override
  public Progress progress() {
    return meter.progress();
  }

  @Override
  public Optional<RecoveryReport> report() {
    Optional<RecoveryReport> own = report;
    return own.isPresent() ? own : PastReport.read(events);
  }

  @Override
  public RecoveryReport recover() {
    try {
      booted.await();
      recovering.lockInterruptibly();
      try {
        return again(false);
      } finally {
        recovering.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the recovery was interrupted", e);
    }
  }

  private RecoveryReport again(boolean tellFailures) throws InterruptedException {
    if (stopping()) {
      throw new IllegalStateException("Solo is shutting down");
    }
    Seal by = secrets.seal();
    return complete(run(RecoveryPlan.ofRunning(projection.current(), by), tellFailures, by));
  }

  private RecoveryReport run(RecoveryPlan plan, boolean tellFailures, Seal by)
      throws InterruptedException {
    RecoveryReport done =
        new Recovery(events, clock::now, restoration, meter, this::stopping, log)
            .run(plan, tellFailures);
    secrets.acted(plan, by);
    return done;
  }

  /** The vault can be read now: what waits for that is started, once the container is ready. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "sealed",
      target = "(" + Condition.CONDITION_ID + "=" + Vault.UNSEALED + ")")
  void unsealed(Condition condition) {
    secrets.unsealed();
  }

  /** What waits goes on waiting. */
  void sealed(Condition condition) {}

  private void run() {
    if (boot()) {
      try {
        secrets.startAfterUnseals(this::startWaiting, this::stopping);
      } catch (InterruptedException e) {
        log.debug("nothing waits for the vault any more");
      }
    }
  }

  private void startWaiting() throws InterruptedException {
    recovering.lockInterruptibly();
    try {
      if (secrets.areWaitedFor()) {
        log.info("the vault is open: the services that wait for it are started");
        again(true);
      }
    } finally {
      recovering.unlock();
    }
  }

  private boolean boot() {
    try {
      bootOrThrow();
      return true;
    } catch (InterruptedException e) {
      log.info("the recovery is ended by a stop; the next start completes it");
    } catch (EventStoreException e) {
      log.error("the recovery ends: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("the recovery ends by a fault of Solo's own; the container is not ready", e);
    } finally {
      booted.countDown();
    }
    return false;
  }

  private void bootOrThrow() throws InterruptedException {
    if (stopping()) {
      throw new InterruptedException();
    }
    SystemState before = projection.current();
    startedId = milestones.started();
    boolean again = startedId != 0;
    if (again) {
      log.info("Solo's own bundles were restarted; the process is that of event {}", startedId);
    } else {
      begin(before);
    }
    secrets.awaitStores(this::stopping);
    RecoveryReport done = recoverAtBoot(before, again);
    if (stopping()) {
      throw new InterruptedException();
    }
    complete(done);
    verify.beforeReady(startedId, again, this::stopping);
    becomeReady();
    verify.ready();
  }

  private void begin(SystemState before) throws InterruptedException {
    startedId = system(facts.started(before.stopped()));
    log.info(
        "solo {} starts, event {}, last stop clean: {}",
        facts.soloVersion(),
        startedId,
        before.stopped());
    if (startedId != 0) {
      milestones.started(startedId);
    }
  }

  private RecoveryReport recoverAtBoot(SystemState before, boolean again)
      throws InterruptedException {
    Instant startedAt = clock.now();
    Seal by = secrets.seal();
    try {
      RecoveryPlan plan =
          again
              ? RecoveryPlan.ofReactivation(before, by)
              : RecoveryPlan.ofBoot(before, notes.suspects(), by);
      return run(plan, true, by);
    } catch (EventStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("nothing is recovered", e);
      return Reports.ofFault(startedAt);
    }
  }

  private RecoveryReport complete(RecoveryReport done) throws InterruptedException {
    report = Optional.of(done);
    long id = system(Reports.toPayload(done));
    log.info(
        "recovery {}, event {}: {} planned, {} recovered, {} skipped, {} failed, {} already running,"
            + " {} waiting, {} quarantined",
        done.status(),
        id,
        done.planned(),
        done.recovered(),
        done.skipped(),
        done.failed(),
        done.alreadyRunning(),
        done.waiting(),
        done.quarantined());
    return done;
  }

  /** A full disk delays this and no more: what was recovered runs meanwhile. */
  private void becomeReady() throws InterruptedException {
    long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
    long id = 0;
    while (id == 0) {
      if (stopping()) {
        throw new InterruptedException();
      }
      id = system(new Payload.SystemReady(durationMs));
      if (id == 0) {
        TimeUnit.MILLISECONDS.sleep(RETRY_READY_MS);
      }
    }
    restoration.release();
    if (stopping()) {
      throw new InterruptedException();
    }
    meter.ready();
    announceOnce();
    log.info("ready after {} ms, event {}", durationMs, id);
  }

  private long system(Payload payload) throws InterruptedException {
    return new Appends(events, log)
        .now(EventDraft.ofSystem(RecoveryPlan.ACTOR, "", startedId, payload));
  }

  private boolean stopping() {
    Shutdown stop = shutdown;
    return ended || stop != null && stop.stopping();
  }

  private synchronized void announceOnce() {
    if (!ended) {
      retract = milestones.ready();
    }
  }

  private synchronized void retract() {
    retract.run();
    retract = () -> {};
  }
}
