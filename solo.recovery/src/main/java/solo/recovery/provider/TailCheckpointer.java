package solo.recovery.provider;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.Checkpointer;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;

/**
 * Takes a checkpoint when asked, and by itself when the tail after the newest one has grown long.
 * Unwell from an own one that failed to the next that does not.
 */
@Component(
    immediate = true,
    service = {Checkpointer.class, HealthCheck.class},
    property = {"hc.name=Checkpoints", "hc.tags=solo"},
    configurationPid = "solo.recovery",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RecoveryConfig.class)
public final class TailCheckpointer implements Checkpointer, HealthCheck {
  private static final Caller SELF = Caller.system("checkpointer");
  private static final long END_WITHIN_MS = 2_000;

  private final RecoveryConfig config;
  private final LogProjection projection;
  private final CheckpointStore checkpoints;
  private final EventStore events;
  private final Authorization authorization;
  private final Logger log;
  private final AtomicLong newest;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Object oneAtATime = new Object();
  private final Thread watcher = new Thread(this::watch, "solo-checkpointer");
  private volatile String lastFailure = "";

  /** Begins to watch the tail. */
  @Activate
  public TailCheckpointer(
      RecoveryConfig config,
      @Reference LogProjection projection,
      @Reference CheckpointStore checkpoints,
      @Reference EventStore events,
      @Reference Authorization authorization,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.config = config;
    this.projection = projection;
    this.checkpoints = checkpoints;
    this.events = events;
    this.authorization = authorization;
    this.log = log;
    newest = new AtomicLong(projection.checkpointId());
    watcher.start();
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    end.countDown();
    watcher.join(END_WITHIN_MS);
  }

  @Override
  public Event take(Caller caller, String reason) throws IOException {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    synchronized (oneAtATime) {
      return takeNow(caller, reason);
    }
  }

  private Event takeNow(Caller caller, String reason) throws IOException {
    long begin = System.nanoTime();
    SystemState state = projection.current();
    if (state.id() == 0) {
      throw new IOException("the log is empty: there is nothing to take a checkpoint of");
    }
    CheckpointStore.Checkpoint written = checkpoints.write(state);
    newest.accumulateAndGet(state.id(), Math::max);
    lastFailure = "";
    long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    Event event =
        append(
            EventDraft.ofSystem(
                caller,
                reason,
                0,
                new Payload.CheckpointCreated(
                    state.id(), written.bytes(), state.services().size(), durationMs)));
    log.info("checkpoint of event {}, {} bytes, event {}", state.id(), written.bytes(), event.id());
    return event;
  }

  private Event append(EventDraft draft) throws IOException {
    try {
      return events.append(draft).getValue();
    } catch (InvocationTargetException e) {
      throw new IOException(
          "the checkpoint is written, its event is not: " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the checkpoint is written, its event was not waited for", e);
    }
  }

  private void watch() {
    try {
      while (!end.await(config.checkpointCheckIntervalMs(), TimeUnit.MILLISECONDS)) {
        takeIfLong();
      }
    } catch (InterruptedException e) {
      log.debug("the watch of the tail was interrupted");
    }
  }

  /** Takes one if the tail is long. */
  void takeIfLong() {
    long tail = events.lastId() - newest.get();
    if (tail < config.checkpointTailEvents()) {
      return;
    }
    try {
      take(SELF, "the tail has " + tail + " events");
    } catch (IOException | EventStoreException e) {
      tell(e);
    }
  }

  @Override
  public Result execute() {
    String failure = lastFailure;
    return failure.isEmpty()
        ? new Result(Result.Status.OK, "Checkpoints can be taken.")
        : new Result(
            Result.Status.WARN,
            "No checkpoint could be taken, so the next start takes longer: "
                + Printable.escape(failure));
  }

  private void tell(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(lastFailure)) {
      log.error("no checkpoint could be taken and the next start takes longer: {}", message);
      lastFailure = message;
    }
  }
}
