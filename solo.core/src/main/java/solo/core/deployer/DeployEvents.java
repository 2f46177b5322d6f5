package solo.core.deployer;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.Fold;
import solo.core.tenant.ServiceKey;

/** The events of one operation: each is durable when its method returns. */
final class DeployEvents {
  private final EventStore store;
  private final Logger logger;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private boolean closed;

  DeployEvents(EventStore store, Logger logger) {
    this.store = store;
    this.logger = logger;
  }

  /**
   * Nothing is written after this returns: the process ends, or another deployer may be at work on
   * the same log.
   */
  void close() {
    gate.writeLock().lock();
    try {
      closed = true;
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** On whose behalf an operation writes. */
  record Scribe(ServiceKey key, Caller caller, String reason) {}

  Event deploying(Scribe scribe, ServiceSpec spec, boolean update, boolean retry)
      throws DeployException {
    return append(scribe, 0, new Payload.ServiceDeploying(spec, update, retry));
  }

  Event deployed(Scribe scribe, Event intent, boolean update, long durationMs)
      throws DeployException {
    ServiceSpec spec = ((Payload.ServiceDeploying) intent.payload()).spec();
    return append(scribe, intent.id(), new Payload.ServiceDeployed(spec, update, durationMs));
  }

  Event killed(Scribe scribe, String digest) throws DeployException {
    return append(scribe, 0, new Payload.ServiceKilled(digest));
  }

  /**
   * Makes a failure durable.
   *
   * @param intent its id, 0 where it was refused before one
   * @return the failure with its event's id; the same failure where writing failed too
   */
  DeployException failed(
      Scribe scribe, long intent, String digest, String source, DeployException why) {
    String outcome = outcome(why.why(), intent);
    try {
      Event event =
          append(
              scribe,
              intent,
              new Payload.ServiceDeploymentFailed(outcome, digest, source, why.getMessage()));
      logger.info(
          "deploy of {} {}: {} (event {})", scribe.key(), outcome, why.getMessage(), event.id());
      return new DeployException(why.why(), why.getMessage(), event.id());
    } catch (DeployException unwritten) {
      logger.error(
          "deploy of {} {}: {}; no event: {}",
          scribe.key(),
          outcome,
          why.getMessage(),
          unwritten.getMessage());
      return why;
    }
  }

  private static String outcome(Cause why, long intent) {
    if (why == Cause.UNRESOLVED) {
      return "unresolved";
    }
    if (why == Cause.DISK_FULL) {
      return Fold.NO_SPACE;
    }
    return intent == 0 ? "refused" : "failed";
  }

  private Event append(Scribe scribe, long cause, Payload payload) throws DeployException {
    EventDraft draft =
        EventDraft.ofService(
            scribe.key(), scribe.caller(), OneLine.of(scribe.reason()), cause, payload);
    try {
      return enqueue(draft).getValue();
    } catch (InvocationTargetException e) {
      throw mapped(e.getCause());
    } catch (EventStoreException e) {
      throw mapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeployException(Cause.SHUTTING_DOWN, "Solo is shutting down", 0);
    }
  }

  private Promise<Event> enqueue(EventDraft draft) throws DeployException {
    gate.readLock().lock();
    try {
      if (closed) {
        throw new DeployException(Cause.SHUTTING_DOWN, "the deployer has ended", 0);
      }
      return store.append(draft);
    } finally {
      gate.readLock().unlock();
    }
  }

  private static DeployException mapped(Throwable failure) {
    if (failure instanceof EventStoreException e) {
      if (e.why() == EventStoreException.Cause.DISK_FULL) {
        return new DeployException(Cause.DISK_FULL, e.getMessage(), 0);
      } else if (e.why() == EventStoreException.Cause.CLOSED) {
        return new DeployException(Cause.SHUTTING_DOWN, "Solo is shutting down", 0);
      }
    }
    return new DeployException(
        Cause.IO_FAILURE, "the event could not be written: " + OneLine.of(failure), 0);
  }
}
