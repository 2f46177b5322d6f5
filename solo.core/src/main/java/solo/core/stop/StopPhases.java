package solo.core.stop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.Restoration;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.ExitCode;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

/**
 * What a stop does while every service of Solo is still there, one phase after the other. A phase
 * that fails does not keep the later ones from running: what can be saved is saved. For one thread,
 * once.
 */
final class StopPhases {

  /** Deploys and kills under way get so long to end. */
  static final Duration DRAIN = Duration.ofSeconds(8);

  /** All user services together get so long to stop. */
  static final Duration SERVICES = Duration.ofSeconds(12);

  /** Each write gets so long; a disk that takes longer has failed. */
  static final Duration WRITE = Duration.ofSeconds(5);

  /**
   * How a stop went.
   *
   * @param failure the first phase that failed and why, empty where none did
   * @param stragglers the services whose stop did not end in time
   */
  record Outcome(Optional<String> failure, List<ServiceKey> stragglers) {
    ExitCode code() {
      return failure.isEmpty() ? ExitCode.OK : ExitCode.STOP_FAILED;
    }
  }

  /** A step that may fail. */
  private interface Phase {
    void run() throws Exception;
  }

  private final EventStore events;
  private final Optional<Restoration> services;
  private final Optional<Checkpointer> checkpointer;
  private final Logger log;
  private String failure = "";
  private List<ServiceKey> stragglers = List.of();

  StopPhases(
      EventStore events,
      Optional<Restoration> services,
      Optional<Checkpointer> checkpointer,
      Logger log) {
    this.events = events;
    this.services = services;
    this.checkpointer = checkpointer;
    this.log = log;
  }

  /** Runs them all; {@code system_shutdown_complete} is the last thing it makes durable. */
  Outcome run(StopCause cause) {
    long begin = System.nanoTime();
    log.info("stop begins: {}", cause.trigger());
    phase(
        "shutdown event", () -> append(cause, new Payload.SystemShutdownStarted(cause.trigger())));
    services.ifPresent(s -> phase("drain", () -> s.drain(DRAIN)));
    services.ifPresent(s -> phase("stop of services", () -> stragglers = s.stopAll(SERVICES)));
    if (!stragglers.isEmpty()) {
      log.warn("did not stop in time: {}", stragglers);
    }
    checkpointer.ifPresent(c -> checkpoint(c, cause));
    phase("flush", () -> await("the flush", events.flush()));
    phase("last event", () -> append(cause, complete(cause, begin)));
    return new Outcome(failure.isEmpty() ? Optional.empty() : Optional.of(failure), stragglers);
  }

  private Payload complete(StopCause cause, long begin) {
    long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    ExitCode code = failure.isEmpty() ? ExitCode.OK : ExitCode.STOP_FAILED;
    String names = String.join(" ", stragglers.stream().map(ServiceKey::toString).toList());
    return new Payload.SystemShutdownComplete(cause.trigger(), durationMs, code.status(), names);
  }

  /** A checkpoint is derived: without one the next start reads a longer tail, and no more. */
  private void checkpoint(Checkpointer checkpointer, StopCause cause) {
    try {
      checkpointer.take(Caller.system("stop"), "stop: " + cause.trigger());
    } catch (IOException | RuntimeException e) {
      log.warn("no checkpoint at the stop; the next start reads a longer tail: {}", e.toString());
    }
  }

  private void append(StopCause cause, Payload payload) throws Exception {
    EventDraft draft = EventDraft.ofSystem(cause.caller(), cause.reason(), 0, payload);
    await("the event " + payload.type(), events.append(draft));
  }

  private void phase(String name, Phase phase) {
    try {
      phase.run();
    } catch (Exception e) {
      log.error("stop: phase '{}' failed", name, e);
      if (failure.isEmpty()) {
        failure = name + ": " + e;
      }
    }
  }

  private static void await(String what, Promise<?> promise) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    promise.onResolve(done::countDown);
    boolean interrupted = awaitThroughInterrupts(what, done);
    try {
      Throwable failed = promise.getFailure();
      if (failed != null) {
        throw new IOException(what + " failed: " + failed.getMessage(), failed);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A stop that is interrupted is still a stop. Says whether it was; then the flag is clear. */
  private static boolean awaitThroughInterrupts(String what, CountDownLatch done)
      throws IOException {
    long deadline = System.nanoTime() + WRITE.toNanos();
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        if (!done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new IOException(what + " was not durable within " + WRITE.toSeconds() + " s");
        }
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
