package solo.eventstore.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.clock.ContainerClock;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.eventstore.clock.GuardedClock;
import solo.eventstore.clock.LeapWatch;

/** The clock by which the log stamps its events. */
@Component(immediate = true)
public final class LogClock implements ContainerClock {
  private static final Duration PACE = Duration.ofSeconds(10);

  private final JournalEventStore log;
  private final GuardedClock clock;
  private final Logger logger;
  private final LeapWatch watch;

  /** Got when it is needed only: who decides about tokens in turn needs the time. */
  @Reference(
      service = Authorization.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  volatile ComponentServiceObjects<Authorization> authorization;

  /** The clock of a store. */
  @Activate
  public LogClock(
      @Reference JournalEventStore log, @Reference(service = LoggerFactory.class) Logger logger) {
    this.log = log;
    this.clock = log.clock();
    this.logger = logger;
    watch = new LeapWatch(clock, logger, PACE);
  }

  @Deactivate
  void close() {
    watch.close();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Optional<Leap> leap() {
    return clock.leap();
  }

  @Override
  public Optional<Leap> accept(String reason, Caller caller) {
    requireAdmin(caller);
    return acceptAllowed(reason, caller);
  }

  private void requireAdmin(Caller caller) {
    ComponentServiceObjects<Authorization> objects = authorization;
    if (objects == null) {
      throw new IllegalStateException("nobody is there yet who knows who may accept; try again");
    }
    Authorization service = objects.getService();
    try {
      service.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    } finally {
      objects.ungetService(service);
    }
  }

  /** One at a time: who comes second finds nothing to accept. */
  synchronized Optional<Leap> acceptAllowed(String reason, Caller caller) {
    Optional<Leap> leap = clock.hold();
    if (leap.isPresent()) {
      Event event = tell(leap.get(), reason, caller);
      clock.follow(leap.get());
      logger.info("The clock's leap is accepted by {}, event {}", caller.actor(), event.id());
    }
    return leap;
  }

  /** Durable when it returns. */
  private Event tell(Leap leap, String reason, Caller caller) {
    Payload accepted =
        new Payload.ClockAccepted(
            leap.machine().toEpochMilli(), leap.container().toEpochMilli(), leap.atStart());
    boolean told = false;
    try {
      Event event = Durable.await(log.append(EventDraft.ofSystem(caller, reason, 0, accepted)));
      told = true;
      return event;
    } catch (EventStoreException e) {
      throw new EventStoreException(
          e.why(),
          "the leap is not accepted, since the log could not be told: " + e.getMessage(),
          e);
    } finally {
      if (!told) {
        clock.release();
      }
    }
  }
}
