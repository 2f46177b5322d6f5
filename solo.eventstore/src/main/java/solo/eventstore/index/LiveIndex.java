package solo.eventstore.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import solo.core.event.EventStoreException;
import solo.core.tenant.Printable;

/**
 * The index as it is kept: caught up, committed now and then, made anew when it breaks. Each method
 * leaves it usable or off; none throws for what is wrong with the file. For one thread, but for
 * {@link #at} and {@link #off}.
 */
final class LiveIndex {
  private static final int BATCH = 256;
  private static final int PRUNED = 2048;
  private static final int COMMIT_EVENTS = 4096;

  /** While so many events are missing, commits are rarer: each writes the ends of all filters. */
  private static final int FAR = 65_536;

  private static final int COMMIT_EVENTS_FAR = 32_768;
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final IndexFile file;
  private final IndexSource source;
  private final IndexInput input;
  private final Consumer<String> onRemade;

  private MVEventIndex index;
  private int uncommitted;
  private long uncommittedSince;
  private long retryNanos = FIRST_RETRY_NANOS;
  private long retryAt = System.nanoTime();

  private volatile long at;
  private volatile long generation;
  private volatile String off = "";

  LiveIndex(IndexFile file, IndexSource source, Consumer<String> onRemade) {
    this.file = file;
    this.source = source;
    this.input = new IndexInput(source, BATCH);
    this.onRemade = onRemade;
  }

  /** The event it is at, 0 while it is off. */
  long at() {
    return at;
  }

  /** Why it is off or stays behind, empty while it does neither. */
  String off() {
    return off;
  }

  /** Opens it; says why it was made anew, if it was. */
  Optional<String> open() {
    try {
      IndexFile.Opened opened = file.open();
      use(opened.index());
      return opened.remade();
    } catch (IOException | RuntimeException | Error e) {
      turnOff(e);
      return Optional.empty();
    }
  }

  /** How many events it does not have. */
  long lag() {
    return goal() - position();
  }

  /** Where it is when it has every event of now. */
  long goal() {
    return source.lastId();
  }

  /** From where it goes on: ids whose loss was accepted are passed over. */
  long position() {
    return input.from(at);
  }

  /** Another one whenever it was opened or made anew. */
  long generation() {
    return generation;
  }

  boolean isDirty() {
    return uncommitted > 0;
  }

  /** How long to wait at least before the next step, 0 where it can be done now. */
  long waitNanos() {
    return off.isEmpty() ? 0 : Math.max(0, retryAt - System.nanoTime());
  }

  /** Takes in some of the events that it does not have, and commits when it is time. */
  void step() {
    if (index == null) {
      open().ifPresent(onRemade);
    }
    List<Indexed> more = next();
    guarded(
        open -> {
          more.forEach(this::add);
          commitInTime();
          return null;
        },
        null);
  }

  /** Removes some of what was taken out of the log; whether there may be more of it. */
  boolean prune() {
    return guarded(
        open -> {
          if (open.first() == 0 || open.first() > source.takenOutThrough()) {
            return false;
          }
          boolean more = open.removeUpTo(source.takenOutThrough(), PRUNED);
          uncommitted++;
          commitInTime();
          return more;
        },
        false);
  }

  /** Takes in what memory holds, and forces all. */
  void sync() {
    guarded(
        open -> {
          List<Indexed> more = input.held(at);
          while (!more.isEmpty()) {
            more.forEach(this::add);
            more = input.held(at);
          }
          open.sync();
          uncommitted = 0;
          retryNanos = FIRST_RETRY_NANOS;
          return null;
        },
        null);
  }

  /** Asks it; the other answer where it is off or breaks. */
  <T> T guarded(Function<MVEventIndex, T> question, T otherwise) {
    if (index == null) {
      return otherwise;
    }
    try {
      return question.apply(index);
    } catch (RuntimeException | Error e) {
      // A broken file can ask for any depth or any amount of memory.
      broken(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  /** What no other method expected: the next step waits, so that it cannot come back at once. */
  void failed(Throwable e) {
    if (index == null) {
      turnOff(e);
    } else {
      broken(String.valueOf(e));
    }
  }

  /** Removes it and makes it anew; a second time soon after waits longer and longer. */
  void broken(String reason) {
    if (index == null) {
      return;
    }
    abandon();
    if (System.nanoTime() - retryAt < 0) {
      turnOff(new IllegalStateException(reason));
      return;
    }
    postpone();
    try {
      use(file.create());
      onRemade.accept(Printable.escape(reason));
    } catch (IOException | RuntimeException | Error e) {
      turnOff(e);
    }
  }

  /** Makes it anew whatever it says, or opens it where it is off; says nothing of it. */
  void remake() {
    if (index == null) {
      open();
      return;
    }
    abandon();
    try {
      use(file.create());
    } catch (IOException | RuntimeException | Error e) {
      turnOff(e);
    }
  }

  /** Takes in what memory holds, forces and closes; then a marker no longer says it is open. */
  void close() {
    sync();
    input.end();
    if (index == null) {
      return;
    }
    try {
      index.close();
      file.closed();
    } catch (IOException | RuntimeException | Error e) {
      // the marker stays, so that the next start finds out
      off = String.valueOf(e.getMessage());
    }
    index = null;
  }

  private void use(MVEventIndex opened) {
    index = opened;
    generation++;
    input.reset();
    at = opened.head().id();
    off = "";
    uncommitted = 0;
  }

  private List<Indexed> next() {
    List<Indexed> held = input.held(at);
    if (!held.isEmpty() || lag() <= 0 || index == null) {
      input.end();
      return held;
    }
    try {
      List<Indexed> read = input.journaled(at);
      off = "";
      return read;
    } catch (EventStoreException e) {
      // the journal's fault, not the index's: what it has is right
      input.end();
      off = "it stays at event " + at + ": " + Printable.escape(e.getMessage());
      postpone();
      return List.of();
    }
  }

  private void add(Indexed entry) {
    // a later one than the next comes after ids whose loss was accepted
    if (entry.event().id() <= at) {
      throw new IllegalStateException("event " + entry.event().id() + " came after event " + at);
    }
    index.add(entry);
    at = entry.event().id();
    if (uncommitted++ == 0) {
      uncommittedSince = System.nanoTime();
    }
  }

  private void commitInTime() {
    boolean due =
        lag() > FAR
            ? uncommitted >= COMMIT_EVENTS_FAR
            : uncommitted >= COMMIT_EVENTS
                || (uncommitted > 0 && System.nanoTime() - uncommittedSince >= COMMIT_NANOS);
    if (due) {
      index.commit();
      uncommitted = 0;
    }
  }

  private void abandon() {
    input.reset();
    index.abandon();
    index = null;
    at = 0;
  }

  private void turnOff(Throwable why) {
    if (index != null) {
      abandon();
    }
    at = 0;
    off = Printable.escape(String.valueOf(why.getMessage()));
    postpone();
  }

  private void postpone() {
    retryAt = System.nanoTime() + retryNanos;
    retryNanos = Math.min(LAST_RETRY_NANOS, retryNanos * 2);
  }
}
