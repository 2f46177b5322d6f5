package solo.capability.projection;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;

/**
 * Keeps a projection behind the log, on a thread of its own that alone touches the file: an
 * interrupt of a caller would close it. Handing over a change never waits for it. Changes are in
 * the file within about a second, all up to an event in one commit, and on the disk with {@link
 * #flush} and {@link #close}. What fails on disk fails no caller but that of a flush: the
 * projection is off then, and says why. Safe for use by many threads.
 */
public final class ProjectionWriter implements AutoCloseable {
  private static final int COMMIT_CHANGES = 1_000;
  private static final long COMMIT_EVENTS = 10_000;
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Runnable WAKE = () -> {};

  private final PromiseFactory promises = new PromiseFactory(null);
  private final Pending pending = new Pending();
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final LiveProjection live;
  private final Thread thread;
  private final Optional<String> remadeAtOpen;
  private final long openedAt;
  private boolean stop;
  private volatile boolean closed;

  /** Opens it, or makes an empty one, or is off. */
  public ProjectionWriter(Setup setup) {
    live = new LiveProjection(new ProjectionFile(setup), pending);
    CompletableFuture<Optional<String>> opened = new CompletableFuture<>();
    thread = new Thread(() -> run(opened), "solo-" + setup.form().name());
    thread.setDaemon(true);
    thread.start();
    remadeAtOpen = opened.join();
    openedAt = live.at();
  }

  /**
   * Why it was made anew when it was opened; empty where it was there or nothing is to be in it.
   */
  public Optional<String> remadeAtOpen() {
    return remadeAtOpen;
  }

  /** The event it was at when it was opened: the changes to hand over begin behind it. */
  public long openedAt() {
    return openedAt;
  }

  /** The event that the file is at. */
  public long at() {
    return live.at();
  }

  /** Why it is off, empty while it is not. */
  public Optional<String> off() {
    return Optional.of(live.off()).filter(why -> !why.isEmpty());
  }

  /**
   * Hands over a change.
   *
   * @param key of what it changes: what it touches no change of another key does
   */
  public void change(Object key, Change change) {
    pending.add(key, change);
  }

  /** Says that every change up to the event was handed over. */
  public void upTo(long id) {
    boolean wasIdle = pending.size() == 0;
    pending.seal(id);
    int size = pending.size();
    if ((wasIdle && size > 0) || size >= COMMIT_CHANGES || id - live.at() >= COMMIT_EVENTS) {
      wake();
    }
  }

  private void wake() {
    if (tasks.isEmpty()) {
      tasks.add(WAKE);
    }
  }

  /**
   * Asks it, with all in it that was handed over up to an event; the question may make changes that
   * are no event's as well. Waits for the answer whatever interrupts.
   *
   * @throws IllegalStateException when it is off, closed, or turns out to be broken
   */
  public <T> T ask(Function<OpenProjection, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    submit(() -> complete(answer, () -> live.ask(question)));
    return joined(answer);
  }

  /**
   * Empties it, so that every change from the first event on is to be handed over.
   *
   * @throws IllegalStateException when an empty one cannot be made
   */
  public void remake() {
    CompletableFuture<Void> made = new CompletableFuture<>();
    submit(
        () ->
            complete(
                made,
                () -> {
                  live.remake();
                  return live.ask(file -> null);
                }));
    joined(made);
  }

  /** What is added before {@code closed} is seen is run: the stop comes after it. */
  private void submit(Runnable task) {
    tasks.add(task);
    if (closed) {
      throw new IllegalStateException("it is closed");
    }
  }

  private static <T> void complete(CompletableFuture<T> answer, Callable<T> of) {
    try {
      answer.complete(of.call());
    } catch (Exception | Error e) {
      answer.completeExceptionally(e);
    }
  }

  private static <T> T joined(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IllegalStateException known
          ? known
          : new IllegalStateException(e.getCause());
    }
  }

  /**
   * Resolves when all that was handed over up to an event is forced to disk; fails with an {@link
   * IllegalStateException} that says why it is not. Nothing pending is fine.
   */
  public Promise<Void> flush() {
    Deferred<Void> flushed = promises.deferred();
    tasks.add(() -> flush(flushed));
    if (closed) {
      return promises.failed(new IllegalStateException("it is closed"));
    }
    return flushed.getPromise();
  }

  private void flush(Deferred<Void> flushed) {
    live.retry();
    live.sync();
    if (live.isOpen()) {
      flushed.resolve(null);
    } else {
      flushed.fail(new IllegalStateException(live.off()));
    }
  }

  /** Commits, forces and closes. Closing twice is fine. */
  @Override
  public void close() {
    closed = true;
    tasks.add(() -> stop = true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(CompletableFuture<Optional<String>> opened) {
    opened.complete(live.open());
    while (!stop) {
      Runnable task = await();
      if (task != null) {
        task.run();
      }
      if (live.isRetryDue()) {
        live.retry();
      }
      if (isCommitDue()) {
        live.commit();
      }
    }
    live.close();
  }

  private boolean isCommitDue() {
    return pending.size() >= COMMIT_CHANGES
        || pending.ageNanos() >= COMMIT_NANOS
        || pending.upTo() - live.at() >= COMMIT_EVENTS;
  }

  private Runnable await() {
    try {
      boolean idle = pending.size() == 0 && live.isOpen();
      return idle ? tasks.take() : tasks.poll(COMMIT_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // nobody may interrupt this thread: its file would be closed
      return null;
    }
  }
}
