package solo.capability.provider;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.capability.token.Uses;
import solo.core.event.Event;
import solo.core.event.EventStore;

/** The work on tokens that nobody waits for, on a thread of its own, which waits for the log. */
final class Keeper {
  private final ScheduledExecutorService thread;
  private final UseReports reports;
  private final Denials denials;
  private final CapabilityConfig config;
  private final Logger logger;

  Keeper(CapabilityConfig config, EventStore events, Uses uses, Logger logger) {
    this.config = config;
    this.logger = logger;
    thread = new ScheduledThreadPoolExecutor(1, Keeper::named);
    reports = new UseReports(events, uses);
    denials = new Denials(events, thread, System::nanoTime, config.deniedPerSecond());
  }

  private static Thread named(Runnable work) {
    Thread thread = new Thread(work, "solo-tokens-keeper");
    thread.setDaemon(true);
    return thread;
  }

  Denials denials() {
    return denials;
  }

  /** Begins what is done again and again. */
  void begin(Runnable cleanUp) {
    every(config.cleanupIntervalMs(), cleanUp);
    every(config.aggregateIntervalMs(), this::tell);
  }

  private void every(long ms, Runnable work) {
    try {
      thread.scheduleWithFixedDelay(() -> attempt(work), ms, ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      logger.debug("closed before it began");
    }
  }

  /** An exception would end the schedule. */
  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      logger.warn("the upkeep of the tokens failed and is tried again", e);
    }
  }

  private List<Promise<Event>> tell() {
    denials.rest();
    return reports.report();
  }

  /**
   * Resolves when all uses so far are told, or could not be: they are no fact that was
   * acknowledged, and are no reason for a stop to fail.
   */
  Promise<Void> flush() {
    Deferred<Void> told = new Deferred<>();
    try {
      thread.execute(() -> Promises.<Event, Event>all(tell()).onResolve(() -> told.resolve(null)));
    } catch (RejectedExecutionException e) {
      told.resolve(null);
    }
    return told.getPromise();
  }

  void close() {
    thread.shutdownNow();
  }
}
