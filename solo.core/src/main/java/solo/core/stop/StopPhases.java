package solo.core.stop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.deploy.Restoration;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.DurableStore;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.Shutdown.Phase;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

/**
 * What a stop does while every part of Solo is still there, one phase after the other, each within
 * its budget. A step that fails or runs out of time does not keep the later ones from running: what
 * can be saved is saved. For one thread, once.
 */
final class StopPhases {

  /**
   * What keeps to a limit itself is waited for a little longer: on a busy machine a straggler would
   * be a failure else. There are two such phases.
   */
  private static final Duration LATE = StopBudget.BETWEEN.dividedBy(2);

  /** What a stop works on. */
  record Parts(
      EventStore events,
      Optional<Restoration> services,
      Optional<Checkpointer> checkpointer,
      List<DurableStore> stores) {}

  /**
   * How a stop went.
   *
   * @param code {@code OK} where nothing failed
   * @param failure the first step that failed and why, empty where none did
   * @param stragglers the services that did not end in time
   */
  record Outcome(ExitCode code, String failure, List<ServiceKey> stragglers) {}

  private final Parts parts;
  private final StopBudget budget;
  private final Consumer<Phase> progress;
  private final Logger log;
  private final Steps steps;
  private final Set<ServiceKey> stragglers = new LinkedHashSet<>();

  StopPhases(Parts parts, StopBudget budget, Consumer<Phase> progress, Logger log) {
    this.parts = parts;
    this.budget = budget;
    this.progress = progress;
    this.log = log;
    steps = new Steps(log);
  }

  /** Runs them all; {@code system_shutdown_complete} is the last thing it makes durable. */
  Outcome run(StopCause cause) {
    long begin = System.nanoTime();
    Deadline flushed = budget.flushed();
    log.info("stop begins: {}, asked by {}", cause.trigger(), cause.caller().actor());
    progress.accept(Phase.DRAIN);
    Bounded<Object> first = drain(cause);
    progress.accept(Phase.SERVICES);
    stopServices();
    progress.accept(Phase.FLUSH);
    steps.await("first event", flushed.leftBut(budget.lastEvent()), null, first);
    flush(cause, flushed, begin);
    return new Outcome(steps.code(), steps.failure(), List.copyOf(stragglers));
  }

  /**
   * The first event and the drain share a budget: a disk that hangs costs no more. One that is late
   * has until the flush.
   */
  private Bounded<Object> drain(StopCause cause) {
    Deadline deadline = Deadline.after(budget.drain());
    Payload started = new Payload.SystemShutdownStarted(cause.trigger());
    Bounded<Object> first =
        Bounded.begin("first event", () -> unlessFull("first event", () -> append(cause, started)));
    first.awaitQuietly(deadline.left());
    if (parts.services().isPresent()) {
      Restoration services = parts.services().get();
      Duration left = deadline.left();
      stragglers.addAll(
          steps.call("drain", left.plus(LATE), List.of(), () -> services.drain(left)));
    }
    return first;
  }

  private void stopServices() {
    if (parts.services().isPresent()) {
      Restoration services = parts.services().get();
      Duration all = budget.services();
      stragglers.addAll(
          steps.call("stop of services", all.plus(LATE), List.of(), () -> services.stopAll(all)));
    }
    if (!stragglers.isEmpty()) {
      log.warn("did not stop in time: {}", stragglers);
    }
  }

  private void flush(StopCause cause, Deadline deadline, long begin) {
    parts.checkpointer().ifPresent(c -> checkpoint(c, cause));
    steps.run(
        "flush of the event log",
        deadline.leftBut(budget.lastEvent()),
        () -> Steps.resolve(parts.events().flush()));
    flushOthers(deadline);
    steps.run("last event", deadline.left(), () -> append(cause, complete(cause, begin)));
  }

  /** All at once, so that one that hangs does not take the others' time. */
  private void flushOthers(Deadline deadline) {
    List<String> names = new ArrayList<>();
    List<Bounded<Void>> flushes = new ArrayList<>();
    for (DurableStore store : parts.stores()) {
      String name = "flush of " + nameOf(store);
      names.add(name);
      flushes.add(Bounded.begin(name, () -> unlessFull(name, () -> Steps.resolve(store.flush()))));
    }
    for (int i = 0; i < flushes.size(); i++) {
      steps.await(names.get(i), deadline.leftBut(budget.lastEvent()), null, flushes.get(i));
    }
  }

  private static String nameOf(DurableStore store) {
    try {
      return store.name();
    } catch (RuntimeException e) {
      return store.getClass().getName();
    }
  }

  private Payload complete(StopCause cause, long begin) {
    long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    String names = String.join(" ", stragglers.stream().map(ServiceKey::toString).toList());
    return new Payload.SystemShutdownComplete(
        cause.trigger(), durationMs, steps.code().status(), names);
  }

  /** A checkpoint is derived: without one the next start reads a longer tail, and no more. */
  private void checkpoint(Checkpointer checkpointer, StopCause cause) {
    try {
      Bounded.run(
          "checkpoint",
          budget.checkpoint(),
          () -> checkpointer.take(Caller.system("stop"), "stop: " + cause.trigger()));
    } catch (Exception e) {
      log.warn("no checkpoint at the stop; the next start reads a longer tail: {}", e.toString());
    }
  }

  /** A full disk fails no stop: only the last event has to be written, and room is kept for it. */
  private <T> T unlessFull(String name, Callable<T> step) throws Exception {
    try {
      return step.call();
    } catch (Exception e) {
      if (!Steps.isFull(e)) {
        throw e;
      }
      log.warn(
          "stop: '{}' is left out, the disk is full; the log has all that was acknowledged: {}",
          name,
          e.getMessage());
      return null;
    }
  }

  private Object append(StopCause cause, Payload payload) throws Exception {
    EventDraft draft = EventDraft.ofSystem(cause.caller(), cause.reason(), 0, payload);
    return Steps.resolve(parts.events().append(draft));
  }
}
