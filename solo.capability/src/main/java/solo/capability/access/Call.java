package solo.capability.access;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import solo.core.capability.AccessDeniedException;

/**
 * One call of a target, on a thread that it has for itself: whoever waits for it waits no longer
 * than the token lives. The thread is interrupted then, and ends when the target lets it.
 */
final class Call implements Runnable {
  /** So often a token is looked at while its call is under way. */
  private static final long LOOK_MS = 20;

  private final Callable<Object> act;
  private final Runnable afterwards;
  private final ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final CountDownLatch end = new CountDownLatch(1);
  private Thread thread;
  private boolean interrupted;
  private volatile Object result;
  private volatile Throwable thrown;

  /**
   * To be run with the class loader that is the context of who made it.
   *
   * @param afterwards run once when the thread is free again
   */
  Call(Callable<Object> act, Runnable afterwards) {
    this.act = act;
    this.afterwards = afterwards;
  }

  @Override
  public void run() {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    try {
      begin(current);
      current.setContextClassLoader(context);
      result = act.call();
    } catch (Throwable t) {
      // Also an Error of the target's own code is for who called it.
      thrown = t;
    } finally {
      current.setContextClassLoader(before);
      end();
      end.countDown();
      afterwards.run();
    }
  }

  private synchronized void begin(Thread current) {
    thread = current;
    if (interrupted) {
      current.interrupt();
    }
  }

  private synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  private synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * What it returned or threw. An interrupt of the waiting thread reaches the target, as if that
   * had been called directly.
   *
   * @throws AccessDeniedException as soon as the token does not live any more
   */
  Object await(BooleanSupplier lives) throws Throwable {
    boolean passedOn = false;
    try {
      while (true) {
        try {
          if (end.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            break;
          }
        } catch (InterruptedException e) {
          passedOn = true;
          interrupt();
        }
        require(lives);
      }
      require(lives);
    } finally {
      if (passedOn) {
        Thread.currentThread().interrupt();
      }
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  private void require(BooleanSupplier lives) {
    if (!lives.getAsBoolean()) {
      interrupt();
      throw AccessDeniedException.token();
    }
  }
}
