package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameType;

/**
 * The client's standard input. It is asked for only when the command reads, so a command that reads
 * nothing takes nothing away, and what waits here is bounded by what was asked for.
 */
final class StandardInput extends InputStream {
  private static final int REQUEST = 32 * 1024;
  private static final int NOTHING_YET = 0;

  private final Outbox outbox;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int offset;
  private int asked;
  private boolean ended;

  StandardInput(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Takes over what the client sent. */
  synchronized void add(byte[] bytes) throws FrameException {
    account(bytes);
    if (bytes.length > 0) {
      chunks.add(bytes);
      notifyAll();
    }
  }

  /** Forgets what waits to be read and takes over the end of what the client sent. */
  synchronized void replace(byte[] bytes, int from) throws FrameException {
    account(bytes);
    chunks.clear();
    offset = 0;
    if (from < bytes.length) {
      chunks.add(Arrays.copyOfRange(bytes, from, bytes.length));
    }
    // Also where nothing is left: the reader may have to ask for more.
    notifyAll();
  }

  private void account(byte[] bytes) throws FrameException {
    if (bytes.length > asked) {
      throw new FrameException(
          "%d bytes of input, where %d were asked for".formatted(bytes.length, asked));
    }
    asked -= bytes.length;
  }

  /** What has arrived and was not read is forgotten, and there will be no more. */
  synchronized void abandon() {
    chunks.clear();
    offset = 0;
    end();
  }

  /** There will be no more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    int count = length == 0 ? 0 : NOTHING_YET;
    while (count == NOTHING_YET) {
      while (mustAsk()) {
        // Not under the lock: while the client is slow to read, its input still arrives here.
        outbox.putWhole(Frame.of(FrameType.CREDIT, REQUEST));
      }
      count = take(bytes, from, length);
    }
    return count;
  }

  private synchronized int take(byte[] bytes, int from, int length) {
    byte[] chunk = chunks.peek();
    if (chunk == null) {
      return ended ? -1 : NOTHING_YET;
    }
    int count = Math.min(length, chunk.length - offset);
    System.arraycopy(chunk, offset, bytes, from, count);
    offset += count;
    if (offset == chunk.length) {
      chunks.remove();
      offset = 0;
    }
    return count;
  }

  @Override
  public synchronized int available() {
    return chunks.stream().mapToInt(chunk -> chunk.length).sum() - offset;
  }

  /** Waits for input; returns true at once when the client has to be asked for it. */
  private synchronized boolean mustAsk() throws IOException {
    try {
      while (chunks.isEmpty() && !ended) {
        if (asked == 0) {
          asked = REQUEST;
          return true;
        }
        wait();
      }
      return false;
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
