package solo.eventstore.index;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks after an index that works on a thread of its own. Safe for use by many threads. */
public final class IndexCare {
  /** An index that is less behind is only lazy. */
  private static final long FAR = 1024;

  private static final long LOOK_EVERY_MS = 5;

  private final LiveIndex index;
  private final Executor itsThread;

  IndexCare(LiveIndex index, Executor itsThread) {
    this.index = index;
    this.itsThread = itsThread;
  }

  /** Whether it is far behind and a step, waited for so long, changes nothing. */
  public boolean isStuck(Duration patience) throws InterruptedException {
    long before = index.position();
    if (index.lag() < FAR) {
      return false;
    }
    boolean stepped = done(index::step, patience);
    return !stepped || (index.position() == before && index.lag() >= FAR);
  }

  /**
   * Makes it anew from the journal, or opens it again where it is off, and returns when it has
   * every event of now. Queries are right meanwhile.
   *
   * @param patience how long it may stay where it is
   * @return the event it is at
   * @throws IllegalStateException when it cannot be made, or does not get on; why is the message
   */
  public long rebuild(Duration patience) throws InterruptedException {
    if (!done(index::remake, patience)) {
      throw new IllegalStateException("the event index does not answer");
    }
    long goal = index.goal();
    long seen = -1;
    long since = System.nanoTime();
    while (index.position() < goal) {
      if (!index.off().isEmpty()) {
        break;
      }
      if (index.position() != seen) {
        seen = index.position();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > patience.toNanos()) {
        throw new IllegalStateException(
            "the event index stays at event %d of %d".formatted(seen, goal));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
    if (!index.off().isEmpty()) {
      throw new IllegalStateException("the event index is off: " + index.off());
    }
    return index.at();
  }

  /** Whether it was done in time; what fails is told by the index itself. */
  private boolean done(Runnable task, Duration patience) throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    itsThread.execute(
        () -> {
          try {
            task.run();
          } finally {
            done.complete(null);
          }
        });
    try {
      done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
