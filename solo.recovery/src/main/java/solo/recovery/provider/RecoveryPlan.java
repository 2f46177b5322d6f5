package solo.recovery.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import solo.core.capability.Caller;
import solo.core.deploy.Restoration.Order;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.Decision;
import solo.core.recovery.DeployFiles;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.Suspects;
import solo.core.recovery.SystemState;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/**
 * What a recovery is to do. Pure.
 *
 * @param closing events that end what a dead process left open
 * @param quarantines events that quarantine a service, each about one
 * @param orders what is to run, in the order of the deploy events
 * @param settled the services of which nothing is to be started, but for those to be quarantined
 */
record RecoveryPlan(
    List<EventDraft> closing,
    List<EventDraft> quarantines,
    List<Order> orders,
    List<Line> settled) {

  /** Who closes intents and quarantines. */
  static final Caller ACTOR = Caller.system("recovery");

  /** The outcome of a deploy that the process died in. */
  static final String INTERRUPTED = "interrupted";

  /** The outcome of a deploy that a clean stop did not wait for: nobody's death. */
  static final String STOPPED = "stopped";

  /** How and why the intents that are found open are closed. */
  private record Closing(String outcome, String why) {}

  /** The first plan of a process: what it finds open was left by one that died or was stopped. */
  static RecoveryPlan ofBoot(SystemState fold, Suspects suspects, Seal seal) {
    Closing closing =
        fold.stopped()
            ? new Closing(STOPPED, "the container was stopped before the deploy had ended")
            : new Closing(INTERRUPTED, "the process died before the deploy had ended");
    return ofStart(fold, suspects, seal, closing);
  }

  /**
   * The first plan after Solo's own bundles were restarted in a process that lives: its suspects
   * have been judged, and what is open was left by the deployer before.
   */
  static RecoveryPlan ofReactivation(SystemState fold, Seal seal) {
    return ofStart(
        fold,
        Suspects.NONE,
        seal,
        new Closing(STOPPED, "Solo's own bundles were restarted before the deploy had ended"));
  }

  private static RecoveryPlan ofStart(SystemState fold, Suspects suspects, Seal seal, Closing how) {
    RecoveryPlan plan = empty();
    for (Decision decision : decide(fold, suspects, seal)) {
      decision.close().ifPresent(intent -> plan.closing.add(close(decision.key(), intent, how)));
      plan.add(decision, fold.service(decision.key()), suspects);
    }
    return plan.sorted();
  }

  /** A later plan: what is open is under way, and the suspects have been judged. */
  static RecoveryPlan ofRunning(SystemState fold, Seal seal) {
    RecoveryPlan plan = empty();
    for (Decision decision : decide(fold, Suspects.NONE, seal)) {
      if (decision.verdict().runs() && decision.close().isPresent()) {
        String why = "a deploy of it is under way";
        plan.settled.add(line(decision.key(), Outcome.WAITING, why, decision.specId()));
      } else {
        plan.add(decision, fold.service(decision.key()), Suspects.NONE);
      }
    }
    return plan.sorted();
  }

  private static Iterable<Decision> decide(SystemState fold, Suspects suspects, Seal seal) {
    return WhatShouldRun.decide(fold, DeployFiles.UNSEEN, suspects, seal).values();
  }

  private static RecoveryPlan empty() {
    return new RecoveryPlan(
        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  private RecoveryPlan sorted() {
    orders.sort(Comparator.comparingLong(Order::eventId));
    return this;
  }

  private void add(Decision decision, ServiceRecord record, Suspects suspects) {
    ServiceKey key = decision.key();
    boolean alone = decision.verdict() == Decision.Verdict.RUN_ALONE;
    switch (decision.verdict()) {
      case RUN, RUN_ALONE ->
          orders.add(new Order(key, decision.spec().orElseThrow(), decision.specId(), alone));
      case WAIT -> settled.add(line(key, Outcome.WAITING, decision.why(), decision.specId()));
      case KILLED -> settled.add(line(key, Outcome.SKIPPED, decision.why(), record.standingId()));
      case QUARANTINED ->
          settled.add(line(key, Outcome.QUARANTINED, decision.why(), record.standingId()));
      case QUARANTINE ->
          quarantines.add(
              EventDraft.ofService(
                  key,
                  ACTOR,
                  decision.why(),
                  record.specId(),
                  new Payload.ServiceQuarantined(
                      record.spec().orElseThrow().digest(), suspects.byKey().get(key).deaths())));
      case UNDEPLOYED -> {}
    }
  }

  /** Whether a service of it waits for the vault. */
  boolean waitsForVault() {
    return settled.stream()
        .anyMatch(line -> line.reason().equals(WhatShouldRun.WAITS_FOR_THE_VAULT));
  }

  private static EventDraft close(ServiceKey key, Intent intent, Closing how) {
    return EventDraft.ofService(
        key,
        ACTOR,
        how.why(),
        intent.eventId(),
        new Payload.ServiceDeploymentFailed(
            how.outcome(),
            intent.spec().digest(),
            intent.spec().source(),
            "the deploy of event %d was not acknowledged".formatted(intent.eventId())));
  }

  static Line line(ServiceKey key, Outcome outcome, String reason, long eventId) {
    return new Line(key, outcome, reason, eventId, 0);
  }
}
