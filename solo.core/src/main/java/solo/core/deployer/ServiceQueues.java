package solo.core.deployer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import solo.core.tenant.ServiceKey;

/**
 * One queue a service: operations of one key run one after the other in the order of the calls,
 * those of different keys side by side. Nothing runs before {@link #open}.
 */
final class ServiceQueues {

  /** What is done for a service while no other operation is. */
  interface Operation {
    /** Returns what is to be done when the next operation of the key may run already. */
    Runnable run();
  }

  /** A key that no operation runs for, until it is let go. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private final Executor threads;
  private final Map<ServiceKey, Deque<Operation>> waiting = new HashMap<>();
  private int answering;
  private boolean open;

  ServiceQueues(Executor threads) {
    this.threads = threads;
  }

  synchronized void submit(ServiceKey key, Operation operation) {
    Deque<Operation> queue = waiting.computeIfAbsent(key, k -> new ArrayDeque<>());
    queue.add(operation);
    if (open && queue.size() == 1) {
      threads.execute(() -> runHead(key));
    }
  }

  /** Lets everything through; false when it was open already. */
  synchronized boolean open() {
    if (open) {
      return false;
    }
    open = true;
    List<ServiceKey> keys = new ArrayList<>(waiting.keySet());
    keys.forEach(key -> threads.execute(() -> runHead(key)));
    return true;
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** The keys of which an operation runs or waits to run, sorted. */
  synchronized List<ServiceKey> busy() {
    return waiting.keySet().stream().sorted().toList();
  }

  /**
   * Waits until no operation runs, waits to run or is being answered, but only so long; says
   * whether that is so.
   */
  synchronized boolean awaitIdle(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (open && !(waiting.isEmpty() && answering == 0)) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) {
        return false;
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * Waits for the operations of the key that were submitted before, and keeps later ones waiting.
   * Not to be called from within an operation.
   */
  Hold hold(ServiceKey key) {
    HeldKey hold = new HeldKey();
    submit(key, hold);
    hold.held.join();
    return hold;
  }

  /** Waits only so long; when it gives up, empty, nothing is kept waiting. */
  Optional<Hold> hold(ServiceKey key, Duration limit) {
    HeldKey hold = new HeldKey();
    submit(key, hold);
    return hold.isHeldWithin(limit) ? Optional.of(hold) : Optional.empty();
  }

  /** Takes its turn in the queue of a key and stays there until it is closed. */
  private static final class HeldKey implements Operation, Hold {
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public Runnable run() {
      // Whoever gave up before this has no use for its turn.
      if (held.complete(null)) {
        awaitQuietly(letGo);
      }
      return () -> {};
    }

    boolean isHeldWithin(Duration limit) {
      try {
        held.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        return !held.cancel(false);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return !held.cancel(false);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      letGo.countDown();
    }
  }

  private void runHead(ServiceKey key) {
    Operation head;
    synchronized (this) {
      head = waiting.get(key).peek();
    }
    Runnable after = () -> {};
    try {
      after = head.run();
    } finally {
      letNextRun(key);
      answer(after);
    }
  }

  private synchronized void letNextRun(ServiceKey key) {
    Deque<Operation> queue = waiting.get(key);
    queue.remove();
    answering++;
    if (queue.isEmpty()) {
      waiting.remove(key);
    } else {
      threads.execute(() -> runHead(key));
    }
  }

  private void answer(Runnable after) {
    try {
      after.run();
    } finally {
      synchronized (this) {
        answering--;
        notifyAll();
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
