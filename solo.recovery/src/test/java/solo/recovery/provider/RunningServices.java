package solo.recovery.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import solo.core.deploy.Restoration;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/** The services of one process, without a framework. */
final class RunningServices implements Restoration {
  private final ListEventStore log;
  private final SortedMap<ServiceKey, Order> running = new TreeMap<>();
  private final Map<ServiceKey, String> broken = new HashMap<>();
  private final List<Order> asked = new ArrayList<>();
  final CountDownLatch begun = new CountDownLatch(1);
  CountDownLatch gate = new CountDownLatch(0);
  RuntimeException fault;
  private boolean released;
  private boolean readyWasDurable;

  RunningServices(ListEventStore log) {
    this.log = log;
  }

  /** The service cannot be brought back, for this reason. */
  void breaks(ServiceKey key, String reason) {
    broken.put(key, reason);
  }

  @Override
  public List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    asked.addAll(orders);
    begun.countDown();
    await();
    List<Outcome> outcomes = new ArrayList<>();
    for (Order order : orders) {
      outcomes.add(restore(order));
      progress.accept(outcomes.get(outcomes.size() - 1));
      if (fault != null) {
        throw fault;
      }
    }
    return outcomes;
  }

  private Outcome restore(Order order) {
    if (broken.containsKey(order.key())) {
      return new Outcome(order, Result.FAILED, broken.get(order.key()), 2, 0);
    }
    Order was = running.putIfAbsent(order.key(), order);
    Result result = was == null ? Result.RECOVERED : Result.ALREADY_RUNNING;
    return new Outcome(order, result, "", 2, 1);
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void release() {
    if (released) {
      throw new IllegalStateException("released twice");
    }
    released = true;
    readyWasDurable =
        log.event(log.lastId()).filter(e -> e.payload() instanceof Payload.SystemReady).isPresent();
  }

  @Override
  public List<ServiceKey> drain(Duration limit) {
    return List.of();
  }

  @Override
  public List<ServiceKey> stopAll(Duration budget) {
    gate.countDown();
    return List.of();
  }

  boolean released() {
    return released;
  }

  boolean readyWasDurable() {
    return readyWasDurable;
  }

  /** What it was asked to bring back, in that order. */
  List<Order> asked() {
    return asked;
  }

  SortedMap<ServiceKey, Order> running() {
    return running;
  }
}
