package solo.eventstore.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import solo.core.event.EventStoreException;

/** The bounded queue before the writer. A caller who finds it full waits. */
final class RequestQueue {
  /** A batch's bounds. */
  static final int BATCH_RECORDS = 1024;

  static final int BATCH_BYTES = 4 << 20;

  /** {@link #drain} waits without end. */
  static final long FOREVER = Long.MAX_VALUE;

  private final int maxRecords;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;
  private boolean ended;
  private EventStoreException failure;

  RequestQueue(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds a request, after waiting for room; an interrupt does not end the wait. After a failure the
   * request is answered with it. The last record needs no room, and from then on there is none for
   * another, nor for those that wait here: that is decided under the lock which orders the queue.
   *
   * @throws EventStoreException of cause CLOSED
   */
  void put(Request request) {
    lock.lock();
    try {
      while (!refuses(request) && failure == null && !hasRoom(request)) {
        room.awaitUninterruptibly();
      }
      if (refuses(request)) {
        throw new EventStoreException(EventStoreException.Cause.CLOSED, why(), null);
      }
      if (isLast(request)) {
        ended = true;
        room.signalAll();
      }
      if (failure == null) {
        waiting.add(request);
        bytes += request.bytes();
        work.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    request.fail(failure);
  }

  private boolean refuses(Request request) {
    return (closed && failure == null) || (ended && request instanceof Request.Append);
  }

  private String why() {
    return closed ? "the journal is closed" : "the last record of this process is appended";
  }

  private static boolean isLast(Request request) {
    return request instanceof Request.Append append && append.last();
  }

  /**
   * The next batch; it ends with the first flush. An empty list when the wait ran out, none when
   * the queue is closed and empty.
   */
  Optional<List<Request>> drain(long waitNanos) {
    lock.lock();
    try {
      long left = waitNanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = await(left);
      }
      return waiting.isEmpty() && closed ? Optional.empty() : Optional.of(batch());
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits can still be drained. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Answers everything that waits, and whatever comes, with a failure. */
  void fail(EventStoreException why) {
    List<Request> refused;
    lock.lock();
    try {
      failure = why;
      refused = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    for (Request request : refused) {
      try {
        request.fail(why);
      } catch (RuntimeException | Error e) {
        // The others are to be answered all the same.
        why.addSuppressed(e);
      }
    }
  }

  private boolean hasRoom(Request request) {
    return isLast(request)
        || waiting.isEmpty()
        || waiting.size() < maxRecords && bytes + request.bytes() <= maxBytes;
  }

  private List<Request> batch() {
    List<Request> batch = new ArrayList<>();
    long size = 0;
    while (!waiting.isEmpty()
        && batch.size() < BATCH_RECORDS
        && (batch.isEmpty() || size + waiting.peek().bytes() <= BATCH_BYTES)) {
      Request next = waiting.poll();
      batch.add(next);
      size += next.bytes();
      if (next instanceof Request.Flush) {
        break;
      }
    }
    bytes -= size;
    room.signalAll();
    return batch;
  }

  private long await(long nanos) {
    if (nanos == FOREVER) {
      work.awaitUninterruptibly();
      return FOREVER;
    }
    try {
      return work.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Only the writer waits here; nobody has a reason to interrupt it.
      return nanos;
    }
  }
}
