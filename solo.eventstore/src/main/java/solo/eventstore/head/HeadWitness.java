package solo.eventstore.head;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.util.promise.Promise;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.clock.ContainerClock;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.verify.Head;

/**
 * Keeps {@code head} in the state directory: compares it once, when the log is opened, and follows
 * the log from then on, on a thread of its own. Nobody waits for it, and a state directory that
 * cannot be written stops nothing.
 */
@Component(immediate = true, service = Head.class)
public final class HeadWitness implements Head {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

  private final EventStore events;
  private final Authorization authorization;
  private final HeadKeeper keeper;
  private final Duration pace;
  private final LogFollower follower;

  /** Reads at most one segment of the log. */
  @Activate
  public HeadWitness(
      @Reference Directories directories,
      @Reference EventStore events,
      @Reference WitnessedLog log,
      @Reference ContainerClock clock,
      @Reference Authorization authorization,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        new HeadKeeper(
            new HeadFile(directories.state().resolve("head"), Disk.real()),
            log,
            clock::now,
            logger),
        events,
        authorization,
        logger,
        PACE);
  }

  HeadWitness(
      HeadKeeper keeper,
      EventStore events,
      Authorization authorization,
      Logger logger,
      Duration pace) {
    this.keeper = keeper;
    this.events = events;
    this.authorization = authorization;
    this.pace = pace;
    follower = new LogFollower("solo-head", events, this::turn, logger);
  }

  /** Writes what is new, then ends. A disk that hangs is not waited for. */
  @Deactivate
  public void close() {
    closeWithin(LogFollower.LAST_TURN);
  }

  void closeWithin(Duration lastTurn) {
    follower.close(lastTurn);
  }

  @Override
  public Status status() {
    return keeper.status();
  }

  @Override
  public Event accept(Caller caller, String reason) throws InterruptedException {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    synchronized (this) {
      Payload loss = keeper.loss();
      Event accepted = append(EventDraft.ofSystem(caller, reason, 0, loss));
      try {
        keeper.accept();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "event %d accepts the loss, but the head could not be written: %s; accept it again"
                .formatted(accepted.id(), e),
            e);
      }
      return accepted;
    }
  }

  private Event append(EventDraft draft) throws InterruptedException {
    Promise<Event> promise = events.append(draft);
    try {
      return promise.getValue();
    } catch (InvocationTargetException e) {
      throw new EventStoreException(
          e.getCause() instanceof EventStoreException why
              ? why.why()
              : EventStoreException.Cause.IO_FAILURE,
          e.getCause().getMessage(),
          e.getCause());
    }
  }

  /** The first event after a rest is written at once: a new container is not without a head. */
  private Duration turn(boolean last) {
    boolean news = keeper.isBehind();
    if (!keeper.follow()) {
      return AFTER_A_FAILURE;
    }
    return news ? pace : Duration.ZERO;
  }
}
