package solo.recovery.provider;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;
import solo.core.deploy.Restoration;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Result;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/**
 * Carries out one plan: events first, then the services, then an event for each that changed. For
 * one thread, once.
 */
final class Recovery {
  private final Restoration restoration;
  private final ProgressMeter meter;
  private final BooleanSupplier stopping;
  private final Logger log;
  private final Appends appends;
  private final InstantSource clock;
  private final Instant startedAt;

  Recovery(
      EventStore events,
      InstantSource clock,
      Restoration restoration,
      ProgressMeter meter,
      BooleanSupplier stopping,
      Logger log) {
    this.clock = clock;
    startedAt = clock.instant();
    this.restoration = restoration;
    this.meter = meter;
    this.stopping = stopping;
    this.log = log;
    appends = new Appends(events, log);
  }

  /**
   * Returns the report when its events are durable.
   *
   * @param tellFailures whether a service that could not be brought back gets an event
   */
  RecoveryReport run(RecoveryPlan plan, boolean tellFailures) throws InterruptedException {
    List<Line> lines = new ArrayList<>(plan.settled());
    plan.closing().forEach(appends::add);
    for (EventDraft draft : plan.quarantines()) {
      lines.add(quarantine(draft));
    }
    appends.await();
    try (ProgressMeter.Telling telling = meter.begin(plan.orders().size())) {
      for (Restoration.Outcome outcome : restore(plan.orders(), tellFailures)) {
        lines.add(line(outcome));
      }
    }
    appends.await();
    return Reports.of(startedAt, clock.instant(), lines);
  }

  private Line quarantine(EventDraft draft) throws InterruptedException {
    long id = appends.now(draft);
    ServiceKey key = draft.key().orElseThrow();
    log.warn("{} is quarantined by event {}: {}", key, id, draft.reason());
    return RecoveryPlan.line(key, Outcome.QUARANTINED, draft.reason(), id);
  }

  /** One outcome an order, whatever the restoration does. */
  private List<Restoration.Outcome> restore(List<Order> orders, boolean tellFailures) {
    Map<ServiceKey, Restoration.Outcome> outcomes = new ConcurrentHashMap<>();
    String fault = "it has no outcome";
    if (!orders.isEmpty()) {
      try {
        List<Restoration.Outcome> all =
            restoration.restore(orders, outcome -> told(outcome, outcomes, tellFailures));
        all.forEach(outcome -> told(outcome, outcomes, tellFailures));
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        if (!stopping.getAsBoolean()) {
          log.error("the services could not all be brought back", e);
        }
        fault = "recovery failed: " + e;
      }
    }
    List<Restoration.Outcome> complete = new ArrayList<>();
    for (Order order : orders) {
      Restoration.Outcome none = new Restoration.Outcome(order, Result.FAILED, fault, 0, 0);
      told(none, outcomes, tellFailures);
      complete.add(outcomes.get(order.key()));
    }
    return complete;
  }

  /** The first outcome of a service counts; a restoration tells it and returns it. */
  private void told(
      Restoration.Outcome outcome,
      Map<ServiceKey, Restoration.Outcome> outcomes,
      boolean tellFailures) {
    if (outcomes.putIfAbsent(outcome.order().key(), outcome) != null) {
      return;
    }
    meter.oneDone();
    Order order = outcome.order();
    if (outcome.result() == Result.RECOVERED) {
      log.debug("{} recovered from event {}", order.key(), order.eventId());
      add(order, new Payload.ServiceRecovered(order.spec().digest(), outcome.durationMs()));
    } else if (outcome.result() == Result.FAILED && !stopping.getAsBoolean()) {
      String reason = Printable.escape(outcome.reason());
      log.error("{} of event {} is not recovered: {}", order.key(), order.eventId(), reason);
      if (tellFailures) {
        add(order, new Payload.ServiceRecoveryFailed(order.spec().digest(), outcome.reason()));
      }
    }
  }

  private void add(Order order, Payload payload) {
    appends.add(
        EventDraft.ofService(order.key(), RecoveryPlan.ACTOR, "", order.eventId(), payload));
  }

  private static Line line(Restoration.Outcome outcome) {
    Order order = outcome.order();
    Outcome result =
        switch (outcome.result()) {
          case RECOVERED -> Outcome.RECOVERED;
          case ALREADY_RUNNING -> Outcome.ALREADY_RUNNING;
          case FAILED -> Outcome.FAILED;
        };
    return new Line(order.key(), result, outcome.reason(), order.eventId(), outcome.durationMs());
  }
}
