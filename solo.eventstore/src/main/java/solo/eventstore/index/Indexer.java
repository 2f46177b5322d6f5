package solo.eventstore.index;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;

/**
 * Keeps the index behind the journal, on a thread of its own that alone touches the file: an
 * interrupt of a caller would close it. Appends never wait for it; a search says up to which event
 * it speaks, and the rest is for the caller to look up in the journal. An index that breaks is
 * removed and made anew; while that is not possible, a search speaks up to event 0. Safe for use by
 * many threads.
 */
public final class Indexer implements AutoCloseable {
  private static final int LAZY = 512;
  private static final long LAZY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Runnable WAKE = () -> {};

  /** An event that a search found. */
  public record Found(long id, long segment, long offset) {}

  /**
   * What a search found.
   *
   * @param at it speaks up to this event
   */
  public record Answer(long at, List<Found> found) {}

  /**
   * A range of ids.
   *
   * @param since exclusive
   * @param upTo inclusive
   * @param limit at most so many, from the begin or, {@code newestFirst}, from the end
   */
  public record Range(long since, long upTo, int limit, boolean newestFirst) {}

  /** Where and of what. {@code kernelBoot} is the kernel's boot id, empty where it is not known. */
  public record Setup(Path directory, Disk disk, String kernelBoot, IndexSource source) {}

  private final LiveIndex live;
  private final IndexCare care;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Optional<String> remadeAtOpen;
  private boolean stop;
  private volatile long wakeAt = Long.MAX_VALUE;
  private volatile boolean closed;

  /**
   * Opens the index, which does not wait for it to catch up.
   *
   * @param onRemade gets the reason, on the index's thread, when it breaks later and is made anew
   */
  public Indexer(Setup setup, Consumer<String> onRemade) {
    IndexFile file =
        new IndexFile(setup.directory(), setup.disk(), setup.kernelBoot(), setup.source());
    live = new LiveIndex(file, setup.source(), onRemade);
    care = new IndexCare(live, tasks::add);
    CompletableFuture<Optional<String>> opened = new CompletableFuture<>();
    thread = new Thread(() -> run(opened), "solo-event-index");
    thread.setDaemon(true);
    thread.start();
    remadeAtOpen = opened.join();
  }

  /** Why it was made anew when it was opened, empty where it was there or there was no event. */
  public Optional<String> remadeAtOpen() {
    return remadeAtOpen;
  }

  /** The event it is at. */
  public long at() {
    return live.at();
  }

  /** Why there is no index now or it stays behind, empty where all is well. */
  public Optional<String> off() {
    return live.off().isEmpty() ? Optional.empty() : Optional.of(live.off());
  }

  /** Says that the source has an event more. Cheap; for the journal's writer. */
  public void acknowledged(long id) {
    if (id >= wakeAt) {
      wakeAt = Long.MAX_VALUE;
      tasks.add(WAKE);
    }
  }

  /**
   * The events that have a filter, in a range.
   *
   * @param filter as {@link Filters} makes it
   * @throws EventStoreException of cause CLOSED
   */
  public Answer search(String filter, Range range) {
    return call(
        index -> new Answer(index.head().id(), index.search(filter, range)),
        new Answer(0, List.of()));
  }

  /** How many entries all searches have looked at. */
  long visited() {
    return call(MVEventIndex::visited, 0L);
  }

  /** Removes an index that said something that is not so, and makes it anew. */
  public void distrust(String reason) {
    tasks.add(() -> live.broken(reason));
  }

  /**
   * How it stands, all at one moment.
   *
   * @param generation another one whenever it was opened or made anew
   * @param at the event it is at, 0 while it is off
   * @param first the first event that it leads to, 0 for none
   * @param events how many events it leads to
   * @param entries by how many filters, all together
   */
  record Extent(long generation, long at, long first, long events, long entries) {}

  Extent extent() {
    return call(
        index ->
            new Extent(
                live.generation(),
                index.head().id(),
                index.first(),
                index.events(),
                index.entries()),
        new Extent(0, 0, 0, 0, 0));
  }

  /**
   * What is wrong with the entries of events that an index of a generation should have; empty where
   * nothing is, or it is another generation now.
   */
  Optional<String> wrong(long generation, List<Indexed> entries) {
    return call(
        index ->
            live.generation() == generation
                ? entries.stream().flatMap(entry -> index.wrong(entry).stream()).findFirst()
                : Optional.empty(),
        Optional.empty());
  }

  /** Says that events were taken out of the log: theirs are removed little by little. */
  public void prune() {
    tasks.add(
        () -> {
          if (live.prune()) {
            live.step();
            prune();
          }
        });
  }

  /** What is done for it when it is asked for. */
  public IndexCare care() {
    return care;
  }

  /**
   * Completes when all that the index has got is forced. It does not wait for one that catches up
   * from the journal, and no index is fine: the journal is the truth.
   */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> flushed = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            live.sync();
          } finally {
            flushed.complete(null);
          }
        });
    return closed ? CompletableFuture.completedFuture(null) : flushed;
  }

  /** Catches up as far as memory goes, forces and closes. Closing twice is fine. */
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

  /** A task that is added before {@code closed} is seen is run: the stop comes after it. */
  private <T> T call(Function<MVEventIndex, T> question, T otherwise) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    tasks.add(() -> answer.complete(live.guarded(question, otherwise)));
    if (closed) {
      throw new EventStoreException(
          EventStoreException.Cause.CLOSED, "the event store is closed", null);
    }
    return answer.join();
  }

  private void run(CompletableFuture<Optional<String>> opened) {
    opened.complete(live.open());
    prune();
    while (!stop) {
      try {
        turn();
      } catch (RuntimeException | Error e) {
        // Whoever asks would wait for ever for a thread that has ended.
        live.failed(e);
      }
    }
    live.close();
  }

  private void turn() {
    Runnable task = tasks.poll();
    if (task == null && (live.lag() < LAZY || live.waitNanos() > 0)) {
      task = await();
    }
    if (task != null) {
      task.run();
    } else if (live.waitNanos() == 0) {
      live.step();
    }
  }

  /** Waits for a task, or until a step is worth its while: then null. */
  private Runnable await() {
    boolean behind = live.lag() > 0 || live.isDirty();
    wakeAt = live.waitNanos() > 0 ? Long.MAX_VALUE : live.position() + (behind ? LAZY : 1);
    if (!behind && live.lag() > 0) {
      return null;
    }
    try {
      return behind
          ? tasks.poll(Math.max(LAZY_NANOS, live.waitNanos()), TimeUnit.NANOSECONDS)
          : tasks.take();
    } catch (InterruptedException e) {
      // nobody may interrupt this thread: its file would be closed
      return null;
    }
  }
}
