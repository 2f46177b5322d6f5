package solo.core.deployer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import solo.core.deploy.DeployException;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;

/**
 * The first recovery of a process, when nothing else changes the framework: digests side by side,
 * install all, one resolve, start tenant by tenant, the suspects last and alone.
 */
final class BatchRestoration {
  static final String STOPPING = "Solo is shutting down";

  private static final int THREADS = 4;

  private final Recovery recovery;
  private final BundleHost host;
  private final Instances instances;
  private final BooleanSupplier stopping;

  BatchRestoration(
      Recovery recovery, BundleHost host, Instances instances, BooleanSupplier stopping) {
    this.recovery = recovery;
    this.host = host;
    this.instances = instances;
    this.stopping = stopping;
  }

  List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    Batch batch = new Batch(progress);
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, run -> BundleLanes.daemon(run, "solo-restore"));
    try {
      List<Order> due = new ArrayList<>(orders);
      due.removeIf(batch::runsAlready);
      due.removeAll(batch.damaged(due, threads));
      batch.install(due);
      batch.start(threads);
    } finally {
      threads.shutdown();
    }
    return orders.stream().map(batch.outcomes::get).toList();
  }

  /** Waits for all of them; a fault of Solo's own is thrown. */
  private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("recovery failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("recovery was interrupted", e);
    }
  }

  /** One batch under way. */
  private final class Batch {
    private final Consumer<Outcome> progress;
    private final Map<Order, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<Order, Instance> installed = new ConcurrentHashMap<>();

    Batch(Consumer<Outcome> progress) {
      this.progress = progress;
    }

    private void ended(Outcome outcome) {
      outcomes.put(outcome.order(), outcome);
      progress.accept(outcome);
    }

    private void failed(Order order, Throwable failure, long begin) {
      String why = recovery.why(order.key(), failure);
      ended(new Outcome(order, Result.FAILED, why, millisSince(begin), 0));
    }

    boolean runsAlready(Order order) {
      return RunningAlready.outcome(order, instances)
          .map(
              outcome -> {
                ended(outcome);
                return true;
              })
          .orElse(false);
    }

    /** Those whose artifact is missing or not what the log says. */
    List<Order> damaged(List<Order> orders, ExecutorService threads) {
      List<Callable<Boolean>> checks = new ArrayList<>();
      orders.forEach(order -> checks.add(() -> isIntact(order)));
      List<Boolean> intact = all(threads, checks);
      List<Order> damaged = new ArrayList<>();
      for (int i = 0; i < orders.size(); i++) {
        if (!intact.get(i)) {
          damaged.add(orders.get(i));
        }
      }
      return damaged;
    }

    private boolean isIntact(Order order) {
      try {
        recovery.verify(order.spec());
        return true;
      } catch (DeployException | RuntimeException e) {
        failed(order, e, System.nanoTime());
        return false;
      }
    }

    void install(List<Order> orders) {
      List<Bundle> bundles = new ArrayList<>();
      for (Order order : orders) {
        try {
          Instance instance = recovery.installed(order.key(), order.spec(), order.eventId());
          installed.put(order, instance);
          bundles.add(instance.bundle());
        } catch (DeployException | RuntimeException | StackOverflowError e) {
          failed(order, e, System.nanoTime());
        }
      }
      try {
        host.resolve(bundles);
      } catch (RuntimeException | StackOverflowError oneOfThem) {
        // Each is resolved by itself before its start, which tells whose fault it is.
        recovery.batchUnresolved(oneOfThem);
      }
    }

    void start(ExecutorService threads) {
      Comparator<Order> byDeploy = Comparator.comparingLong(Order::eventId);
      Map<String, List<Order>> tenants = new TreeMap<>();
      List<Order> alone = new ArrayList<>();
      installed.keySet().stream()
          .sorted(byDeploy)
          .forEach(
              order ->
                  (order.alone()
                          ? alone
                          : tenants.computeIfAbsent(order.key().tenant(), t -> new ArrayList<>()))
                      .add(order));
      List<Callable<Boolean>> starts = new ArrayList<>();
      tenants.values().forEach(orders -> starts.add(() -> startAll(orders)));
      all(threads, starts);
      startAll(alone);
    }

    private boolean startAll(List<Order> orders) {
      orders.forEach(this::start);
      return true;
    }

    private void start(Order order) {
      long begin = System.nanoTime();
      Instance instance = installed.get(order);
      try {
        if (stopping.getAsBoolean()) {
          throw new DeployException(DeployException.Cause.SHUTTING_DOWN, STOPPING, 0);
        }
        recovery.run(instance);
        long id = instance.bundle().getBundleId();
        ended(new Outcome(order, Result.RECOVERED, "", millisSince(begin), id));
      } catch (DeployException | RuntimeException | StackOverflowError e) {
        failed(order, e, begin);
      }
    }
  }

  static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
