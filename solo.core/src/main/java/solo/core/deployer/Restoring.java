package solo.core.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import solo.core.deploy.DeployException;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StateProjection;
import solo.core.tenant.ServiceKey;

/**
 * Recovery as the replayer asks for it. Before deploys are let through it is one batch; later each
 * order takes its turn in the queue of its service, and counts only while the log still says so.
 */
final class Restoring {
  private final Recovery recovery;
  private final BundleHost host;
  private final Instances instances;
  private final StateProjection projection;
  private final ServiceQueues queues;
  private final Aftermath aftermath;
  private final Leftovers leftovers;
  private final BooleanSupplier stopping;

  Restoring(
      Recovery recovery,
      BundleHost host,
      Instances instances,
      StateProjection projection,
      ServiceQueues queues,
      Aftermath aftermath,
      Leftovers leftovers,
      BooleanSupplier stopping) {
    this.recovery = recovery;
    this.host = host;
    this.instances = instances;
    this.projection = projection;
    this.queues = queues;
    this.aftermath = aftermath;
    this.leftovers = leftovers;
    this.stopping = stopping;
  }

  List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    if (!queues.isOpen()) {
      leftovers.removeBundles();
      return new BatchRestoration(recovery, host, instances, stopping).restore(orders, progress);
    }
    List<CompletableFuture<Outcome>> turns = new ArrayList<>();
    for (Order order : orders) {
      CompletableFuture<Outcome> turn = new CompletableFuture<>();
      turns.add(turn);
      queues.submit(
          order.key(),
          () -> {
            Outcome outcome = restore(order);
            return () -> settle(order, outcome, turn);
          });
    }
    turns.forEach(turn -> turn.thenAccept(progress));
    return turns.stream().map(CompletableFuture::join).toList();
  }

  /** Whoever waits for it is answered, whatever happens. */
  private void settle(Order order, Outcome outcome, CompletableFuture<Outcome> turn) {
    try {
      if (outcome.result() != Result.ALREADY_RUNNING) {
        aftermath.of(order.key().tenant());
      }
    } finally {
      turn.complete(outcome);
    }
  }

  /** Lets deploys and kills through; false when they were already. */
  boolean release() {
    if (!queues.isOpen()) {
      // There may have been nothing to bring back.
      leftovers.removeBundles();
    }
    return queues.open();
  }

  private Outcome restore(Order order) {
    Optional<Outcome> runs = RunningAlready.outcome(order, instances);
    if (runs.isPresent()) {
      return runs.get();
    }
    long begin = System.nanoTime();
    if (stopping.getAsBoolean()) {
      return failed(order, BatchRestoration.STOPPING, begin);
    }
    if (!isDeployedBy(order.key(), order.eventId())) {
      return failed(order, "another change of it came in between", begin);
    }
    try {
      recovery.verify(order.spec());
      Instance instance = recovery.installed(order.key(), order.spec(), order.eventId());
      recovery.run(instance);
      long id = instance.bundle().getBundleId();
      return new Outcome(order, Result.RECOVERED, "", BatchRestoration.millisSince(begin), id);
    } catch (DeployException | RuntimeException | Error e) {
      return failed(order, recovery.why(order.key(), e), begin);
    }
  }

  private static Outcome failed(Order order, String why, long begin) {
    return new Outcome(order, Result.FAILED, why, BatchRestoration.millisSince(begin), 0);
  }

  private boolean isDeployedBy(ServiceKey key, long eventId) {
    ServiceRecord record = projection.current().service(key);
    return record.standing() == Standing.DEPLOYED && record.specId() == eventId;
  }
}
