package solo.core.deployer;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceStatus;
import solo.core.tenant.ServiceKey;

/** Deploys and kills in the queues of their services, each answered when its aftermath is over. */
final class Operations {

  /** What an operation does; the status afterwards is its answer. */
  interface Act {
    void run() throws DeployException;
  }

  private final ServiceQueues queues;
  private final PromiseFactory promises;
  private final Statuses statuses;
  private final Aftermath aftermath;
  private final Supplier<Optional<String>> refusal;
  private final Logger logger;

  /** The answers to what has not begun. */
  private final Set<Deferred<ServiceStatus>> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Puts the parts together.
   *
   * @param refusal why no operation is begun any more, asked again when its turn comes
   */
  Operations(
      ServiceQueues queues,
      Executor threads,
      Statuses statuses,
      Aftermath aftermath,
      Supplier<Optional<String>> refusal,
      Logger logger) {
    this.queues = queues;
    promises = new PromiseFactory(threads);
    this.statuses = statuses;
    this.aftermath = aftermath;
    this.refusal = refusal;
    this.logger = logger;
  }

  Promise<ServiceStatus> submit(ServiceKey key, Act act) {
    Optional<String> refused = refusal.get();
    if (refused.isPresent()) {
      return promises.failed(ending(refused.get()));
    }
    Deferred<ServiceStatus> answer = promises.deferred();
    waiting.add(answer);
    queues.submit(key, () -> run(key, act, answer));
    // The stop that answers all that waits may have come between; then nobody else answers this.
    refusal.get().filter(why -> waiting.remove(answer)).ifPresent(why -> answer.fail(ending(why)));
    return answer.getPromise();
  }

  /** Answers at once what has not begun, also where something of its service hangs before it. */
  void refuseWaiting() {
    DeployException why = ending(refusal.get().orElse("Solo is shutting down"));
    for (Deferred<ServiceStatus> answer : waiting) {
      if (waiting.remove(answer)) {
        answer.fail(why);
      }
    }
  }

  private Runnable run(ServiceKey key, Act act, Deferred<ServiceStatus> answer) {
    if (!waiting.remove(answer)) {
      return () -> {};
    }
    try {
      Optional<String> refused = refusal.get();
      if (refused.isPresent()) {
        throw ending(refused.get());
      }
      act.run();
      ServiceStatus status = statuses.of(key).orElseThrow();
      return () -> settle(key, () -> answer.resolve(status));
    } catch (DeployException e) {
      return () -> settle(key, () -> answer.fail(e));
    } catch (RuntimeException | Error e) {
      logger.error("an operation on {} failed", key, e);
      return () -> settle(key, () -> answer.fail(e));
    }
  }

  private void settle(ServiceKey key, Runnable answer) {
    try {
      aftermath.of(key.tenant());
    } finally {
      answer.run();
    }
  }

  private static DeployException ending(String why) {
    return new DeployException(Cause.SHUTTING_DOWN, why, 0);
  }
}
