package solo.core.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import solo.core.recovery.Decision;
import solo.core.recovery.Decision.FileAction;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/**
 * What to do now, made of the decisions that {@link solo.core.recovery.WhatShouldRun} takes and of
 * three rules of the directory's own: what is under way is left alone, what did not resolve is
 * tried again after something else has changed, and what once took the process down is tried with
 * nothing beside it. Pure.
 *
 * @param fold of the log
 * @param decisions of every service
 * @param seen what lies there
 * @param busy services with a deploy or kill under way, noted before the fold was read
 * @param secrets when those of a tenant last changed
 */
record DirectoryPlan(
    SystemState fold,
    Map<ServiceKey, Decision> decisions,
    Seen seen,
    Set<ServiceKey> busy,
    SecretNews secrets) {

  /**
   * One thing to do.
   *
   * @param digest of the content to deploy, empty for a kill
   */
  record Step(ServiceKey key, Act act, String digest) {}

  /** What can be done. */
  enum Act {
    DEPLOY,
    DEPLOY_ALONE,
    KILL
  }

  /**
   * The steps, kills first, then in the order of the keys.
   *
   * @param allowed whether a step that failed before may be tried again now
   * @param beganAt the event with which the try began that a mark tells the end of
   * @param returned services whose file was gone for a while in this process
   */
  List<Step> steps(
      Predicate<Step> allowed, ToLongFunction<FileMark> beganAt, Collection<ServiceKey> returned) {
    List<Step> steps = new ArrayList<>();
    collect(steps, allowed, Act.KILL, d -> d.file() == FileAction.KILL);
    collect(
        steps,
        allowed,
        Act.DEPLOY,
        d ->
            d.file() == FileAction.DEPLOY
                || d.file() == FileAction.NONE && returned.contains(d.key()));
    if (busy.isEmpty() && steps.isEmpty()) {
      long last = lastChange();
      collect(steps, allowed, Act.DEPLOY, d -> again(d, beganAt, last));
    }
    if (busy.isEmpty() && steps.isEmpty()) {
      collect(steps, allowed, Act.DEPLOY_ALONE, d -> d.file() == FileAction.RETRY_ALONE);
      return steps.isEmpty() ? steps : steps.subList(0, 1);
    }
    return steps;
  }

  private void collect(
      List<Step> steps, Predicate<Step> allowed, Act act, Predicate<Decision> wanted) {
    for (Decision decision : decisions.values()) {
      ServiceKey key = decision.key();
      String digest = seen.settled().getOrDefault(key, "");
      Step step = new Step(key, act, digest);
      boolean known = act == Act.KILL ? !seen.byKey().containsKey(key) : !digest.isEmpty();
      if (known && !busy.contains(key) && wanted.test(decision) && allowed.test(step)) {
        steps.add(step);
      }
    }
  }

  /** The newest event by which any service came or went. */
  private long lastChange() {
    return fold.services().values().stream().mapToLong(ServiceRecord::standingId).max().orElse(0);
  }

  /**
   * Whether a content that did not resolve is worth another try: something else has come or gone
   * since its last one began, be it a service or a secret, and nothing was done to the service
   * itself since, from the shell.
   */
  private boolean again(Decision decision, ToLongFunction<FileMark> beganAt, long lastChange) {
    ServiceRecord record = fold.service(decision.key());
    String digest = seen.settled().get(decision.key());
    return decision.file() == FileAction.NONE
        && record.open().isEmpty()
        && record
            .file()
            .filter(mark -> mark.outcome() == FileOutcome.UNRESOLVED)
            .filter(mark -> mark.digest().equals(digest))
            .filter(mark -> record.standingId() < mark.eventId())
            .filter(mark -> changedSince(beganAt.applyAsLong(mark), decision.key(), lastChange))
            .isPresent();
  }

  private boolean changedSince(long began, ServiceKey key, long lastChange) {
    return lastChange > began || secrets.changed(key.tenant()) > began;
  }
}
