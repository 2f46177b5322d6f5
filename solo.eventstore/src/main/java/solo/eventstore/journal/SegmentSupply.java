package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.DiskFullException;

/**
 * Makes segments: zeros, durable, under a name of their own until a header makes them the next
 * segment. For the writer's thread, but for {@link #diskFull}.
 */
final class SegmentSupply implements AutoCloseable {
  private final Path dir;
  private final JournalOptions options;
  private final Disk disk;
  private boolean ready;
  private FutureTask<Void> ahead;
  private long retryAt = System.nanoTime();
  private volatile String full;

  SegmentSupply(Path dir, JournalOptions options, Disk disk) {
    this.dir = dir;
    this.options = options;
    this.disk = disk;
  }

  /** Takes over or removes what an earlier run left. */
  void adoptLeftovers() throws IOException {
    disk.delete(dir.resolve(Segment.UNFINISHED));
    Path prepared = dir.resolve(Segment.PREPARED);
    if (disk.list(dir).contains(Segment.PREPARED)) {
      try (DiskFile file = disk.openForReading(prepared)) {
        ready = file.size() == options.segmentBytes();
      }
      if (!ready) {
        disk.delete(prepared);
      }
    }
  }

  /** Lets a thread of its own prepare the next segment, where that is wanted and not done yet. */
  void prepareAhead() {
    if (options.prepareAhead() && !ready && ahead == null && full == null) {
      ahead = new FutureTask<>(this::prepare);
      Thread thread = new Thread(ahead, "solo-journal-prepare");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Whether a segment is prepared; prepares one where there is none. False while the disk is full,
   * which is tried again after a while.
   *
   * @throws IOException when it failed for another reason
   */
  boolean obtain() throws IOException {
    if (!ready && (ahead != null || System.nanoTime() - retryAt >= 0)) {
      try {
        prepareNow();
        ready = true;
        full = null;
      } catch (DiskFullException e) {
        full = "no space for a segment of %d bytes in %s".formatted(options.segmentBytes(), dir);
        full += e.getMessage().contains(DiskFullException.LIMIT) ? ": " + e.getMessage() : "";
        retryAt = System.nanoTime() + options.diskFullRetry().toNanos();
      }
    }
    return ready;
  }

  /** Makes the prepared segment the next one, durable with its header and its name. */
  Tail start(RecordFormat format, SegmentHeader header, Tail.Last last) throws IOException {
    Path prepared = dir.resolve(Segment.PREPARED);
    Segment segment = new Segment(dir.resolve(Segment.name(header.firstId())), header);
    ready = false;
    DiskFile file = disk.open(prepared);
    try {
      file.write(0, header.encode(), 0, SegmentHeader.SIZE);
      file.force();
      disk.rename(prepared, segment.file());
      disk.forceDirectory(dir);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new Tail(format, segment, file, SegmentHeader.SIZE, last);
  }

  /** Why there is no next segment, while the disk is full. Any thread. */
  Optional<String> diskFull() {
    return Optional.ofNullable(full);
  }

  /** Waits for a preparation that is under way. */
  @Override
  public void close() {
    if (ahead != null) {
      awaitAhead();
    }
  }

  private void prepareNow() throws IOException {
    if (ahead == null) {
      prepare();
      return;
    }
    Throwable failure = awaitAhead();
    ahead = null;
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure != null) {
      throw new IOException("preparing a segment in " + dir + " failed", failure);
    }
  }

  private Void prepare() throws IOException {
    Path unfinished = dir.resolve(Segment.UNFINISHED);
    try (DiskFile file = disk.create(unfinished)) {
      file.preallocate(options.segmentBytes());
      file.force();
    } catch (DiskFullException e) {
      disk.delete(unfinished);
      throw e;
    }
    disk.rename(unfinished, dir.resolve(Segment.PREPARED));
    disk.forceDirectory(dir);
    return null;
  }

  private Throwable awaitAhead() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ahead.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
