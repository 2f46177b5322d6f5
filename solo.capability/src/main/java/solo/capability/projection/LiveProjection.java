package solo.capability.projection;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import solo.core.tenant.Printable;

/**
 * A projection as it is kept: changed, committed, off while its disk fails. Off, it keeps the
 * changes, as long as there are not too many, and tries again now and then; where the file is then
 * not at the event where the changes begin, it stays off until the next start makes it anew. For
 * one thread, but for {@link #off} and {@link #at}.
 */
final class LiveProjection {
  /** So many changes are kept while it is off. */
  private static final int MOST_KEPT = 100_000;

  /** What is more is committed in pieces, so that not all of it is held as pages. */
  private static final int PIECE = 5_000;

  private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final ProjectionFile file;
  private final Pending pending;
  private OpenProjection open;
  private long retryNanos = FIRST_RETRY_NANOS;
  private long retryAt;
  private boolean lost;
  private volatile long at;
  private volatile String off = "";

  LiveProjection(ProjectionFile file, Pending pending) {
    this.file = file;
    this.pending = pending;
  }

  /** Why it is off, empty while it is not. */
  String off() {
    return off;
  }

  /** The event it is at in the file; what is kept while it is off goes on from there. */
  long at() {
    return at;
  }

  boolean isOpen() {
    return open != null;
  }

  /** Opens it; says why it was made anew, if it was. */
  Optional<String> open() {
    try {
      ProjectionFile.Opened opened = file.open();
      open = opened.projection();
      at = open.head().id();
      off = "";
      return opened.remade();
    } catch (IOException | RuntimeException | Error e) {
      turnOff(e);
      return Optional.empty();
    }
  }

  /** Whether it is off and may be tried again. */
  boolean isRetryDue() {
    return open == null && !lost && System.nanoTime() - retryAt >= 0;
  }

  /** Tries again where it is off and not given up. */
  void retry() {
    if (open != null || lost) {
      return;
    }
    long goesOnFrom = at;
    open();
    if (open == null || at == goesOnFrom) {
      return;
    }
    if (goesOnFrom == 0) {
      renew();
    } else {
      giveUp("it was at event " + goesOnFrom + " and is at event " + at);
    }
  }

  /** An empty file for changes that begin with the first event. */
  private void renew() {
    abandon();
    at = 0;
    try {
      open = file.create();
      off = "";
    } catch (IOException | RuntimeException | Error e) {
      turnOff(e);
    }
  }

  /** Makes what is sealed, and commits it. */
  void commit() {
    if (open == null) {
      bound();
      return;
    }
    Pending.Batch batch = pending.take();
    try {
      make(batch);
      at = open.head().id();
    } catch (RuntimeException | Error e) {
      pending.putBack(batch);
      turnOff(e);
    }
  }

  private void make(Pending.Batch batch) {
    if (batch.upTo() <= at && batch.changes().isEmpty()) {
      return;
    }
    Iterator<Change> changes = batch.changes().values().iterator();
    int made = 0;
    while (changes.hasNext()) {
      changes.next().make(open);
      if (++made % PIECE == 0 && changes.hasNext()) {
        open.commit(file.headAt(Head.UNFINISHED));
      }
    }
    open.commit(file.headAt(Math.max(at, batch.upTo())));
  }

  /** Commits and forces. What fails now and then succeeds is no success: the file is given up. */
  void sync() {
    commit();
    if (open == null) {
      return;
    }
    try {
      open.sync();
      retryNanos = FIRST_RETRY_NANOS;
    } catch (RuntimeException | Error e) {
      giveUp(words(e));
    }
  }

  /**
   * Asks it, with all that is sealed in it.
   *
   * @throws IllegalStateException when it is off, or turns out to be broken
   */
  <T> T ask(Function<OpenProjection, T> question) {
    commit();
    if (open == null) {
      throw new IllegalStateException(off);
    }
    try {
      T answer = question.apply(open);
      if (open.isDirty()) {
        open.commit(open.head());
      }
      return answer;
    } catch (RuntimeException | Error e) {
      giveUp(words(e));
      throw new IllegalStateException(off, e);
    }
  }

  /** Makes it anew, empty and at event 0; what was handed over and is not in it is forgotten. */
  void remake() {
    pending.clear();
    lost = false;
    renew();
  }

  /** Commits, forces and closes; then no marker says that it is open. */
  void close() {
    sync();
    if (open == null) {
      return;
    }
    try {
      open.close();
      file.closed();
    } catch (IOException | RuntimeException | Error e) {
      // the marker stays, so that the next start finds out
      off = words(e);
    }
    open = null;
  }

  private void bound() {
    if (lost) {
      pending.clear();
    } else if (pending.size() > MOST_KEPT) {
      giveUp(off);
    }
  }

  /** Nothing is tried again in this run: the next start makes it anew from the log. */
  private void giveUp(String why) {
    abandon();
    pending.clear();
    lost = true;
    off = why + "; the next start makes it anew";
    try {
      file.delete();
    } catch (IOException e) {
      // what cannot be removed has a marker, or is caught up
      off = off + "; " + words(e);
    }
  }

  private void turnOff(Throwable why) {
    abandon();
    off = words(why);
    retryAt = System.nanoTime() + retryNanos;
    retryNanos = Math.min(LAST_RETRY_NANOS, retryNanos * 2);
  }

  private void abandon() {
    if (open != null) {
      open.abandon();
      open = null;
    }
  }

  /** Of what the disk said, where that is behind it. */
  private static String words(Throwable why) {
    Throwable told = why;
    for (Throwable one = why; one != null; one = one.getCause()) {
      told = one instanceof IOException ? one : told;
    }
    return Printable.escape(told.getMessage() == null ? told.toString() : told.getMessage());
  }
}
