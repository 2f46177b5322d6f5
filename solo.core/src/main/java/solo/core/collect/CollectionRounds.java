package solo.core.collect;

import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventFeed;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.retention.ArtifactCollection;
import solo.core.retention.RetentionException;

/**
 * Collects once the container is ready, since a dead process may have left bytes that nothing
 * names, and each time that events went, which may have been the last to name some. What could not
 * be done is tried again after a minute, then less and less often, since it may read the whole log.
 */
@Component(service = {})
public final class CollectionRounds {
  private static final Caller SELF = Caller.system("artifacts");
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration SELDOM = Duration.ofHours(1);

  private final ArtifactCollection collection;
  private final EventStore events;
  private final Logger logger;
  private final Thread thread;
  private Optional<String> due = Optional.of("after the start");
  private long notBefore = System.nanoTime();
  private Duration again = AGAIN;

  /** Begins on its own thread. */
  @Activate
  public CollectionRounds(
      @Reference ArtifactCollection collection,
      @Reference EventStore events,
      @Reference(target = "(osgi.condition.id=solo.ready)") Condition ready,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this.collection = collection;
    this.events = events;
    this.logger = logger;
    thread = new Thread(this::run, "solo-artifacts");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    thread.interrupt();
    thread.join(2_000);
  }

  private void run() {
    try (EventFeed feed = events.follow(events.lastId())) {
      while (!feed.closed()) {
        if (due.isPresent() && System.nanoTime() - notBefore >= 0) {
          collect(due.get());
        }
        next(feed).filter(CollectionRounds::isLoss).ifPresent(this::see);
      }
    } catch (InterruptedException e) {
      // deactivated
    } catch (RuntimeException e) {
      logger.error("artifacts that nothing names stay until the next start", e);
    }
  }

  private void collect(String reason) throws InterruptedException {
    try {
      collection.collect(SELF, reason);
      due = Optional.empty();
      again = AGAIN;
    } catch (RetentionException | EventStoreException e) {
      notBefore = System.nanoTime() + again.toNanos();
      again = again.multipliedBy(2).compareTo(SELDOM) < 0 ? again.multipliedBy(2) : SELDOM;
      logger.warn("artifacts that nothing names stay for now: {}", e.getMessage());
    }
  }

  private Optional<Event> next(EventFeed feed) throws InterruptedException {
    try {
      return feed.next(AGAIN);
    } catch (EventStoreException e) {
      logger.warn("the log cannot be followed for now: {}", e.getMessage());
      Thread.sleep(AGAIN.toMillis());
      return Optional.empty();
    }
  }

  private static boolean isLoss(Event event) {
    return event.payload() instanceof Payload.RetentionApplied;
  }

  private void see(Event loss) {
    due = Optional.of("after event " + loss.id());
    notBefore = System.nanoTime();
  }
}
