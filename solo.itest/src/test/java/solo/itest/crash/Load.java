package solo.itest.crash;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import solo.itest.harness.Await;

/** All lanes side by side on one container, until it dies. */
final class Load {
  private final Container container;
  private final List<Lane> lanes;
  private final List<Operation> table;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean mayEnd;
  private volatile int most;
  private volatile int enough;

  /** The table holds an operation as often as it is to be drawn. */
  Load(Container container, List<Lane> lanes, List<Operation> table) {
    this.container = container;
    this.lanes = lanes;
    this.table = table;
  }

  /** Returns when the container is dead and every lane knows; whether it had to be killed. */
  boolean until(Death death) {
    boolean byItself = death.failpoint().isPresent();
    most = byItself ? death.steps() : Integer.MAX_VALUE;
    mayEnd = byItself;
    enough = death.steps();
    if (enough == 0) {
      over.countDown();
    }
    running.set(lanes.size());
    List<Thread> threads = lanes.stream().map(lane -> new Thread(() -> go(lane))).toList();
    threads.forEach(Thread::start);
    awaitSteps(death);
    pause(death.delayMicros());
    boolean kills = !byItself || taken.get() >= death.steps();
    if (kills) {
      mayEnd = true;
      container.kill();
    }
    threads.forEach(Load::join);
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.peek().getMessage(), failures.peek());
    }
    return kills;
  }

  private void awaitSteps(Death death) {
    try {
      if (!over.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        container.kill();
        throw new AssertionError("lanes hang: %s of %s steps were taken".formatted(taken, death));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while lanes were under way", e);
    }
  }

  private void go(Lane lane) {
    try {
      while (taken.get() < most && step(lane)) {
        if (taken.incrementAndGet() >= enough) {
          over.countDown();
        }
      }
      if (!mayEnd) {
        failures.add(new AssertionError("no answer, and nobody has killed it: " + lane.doubts()));
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    } finally {
      if (running.decrementAndGet() == 0) {
        over.countDown();
      }
    }
  }

  private boolean step(Lane lane) {
    while (true) {
      Operation operation = table.get(lane.random().nextInt(table.size()));
      Optional<Step> step = operation.next().apply(lane);
      if (step.isPresent()) {
        return lane.take(step.get(), container);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while lanes were under way", e);
    }
  }

  static void pause(long micros) {
    long until = System.nanoTime() + Duration.ofNanos(micros * 1000).toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
