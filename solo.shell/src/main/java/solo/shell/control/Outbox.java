package solo.shell.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import solo.core.control.Frame;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;

/**
 * What goes to a client, written by a thread of its own: a socket channel closes when the thread
 * that writes to it is interrupted, and commands are interrupted. Bounded: a client that does not
 * read makes the command wait.
 */
final class Outbox implements Runnable {
  private static final int FRAMES = 32;
  private static final int CHUNK = 16 * 1024;

  private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(FRAMES);
  private final FrameWriter writer;
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile boolean closed;

  Outbox(FrameWriter writer) {
    this.writer = writer;
  }

  /** Writes until the exit frame is written or the connection is gone. */
  @Override
  public void run() {
    try {
      Frame frame;
      do {
        frame = frames.take();
        writer.write(frame);
      } while (frame.type() != FrameType.EXIT);
    } catch (IOException | InterruptedException e) {
      // The client is gone, which the reading side sees too.
    } finally {
      closed = true;
      written.countDown();
    }
  }

  /** Hands a frame over, and waits while there are too many. */
  void put(Frame frame) throws IOException {
    try {
      do {
        if (closed) {
          throw new IOException("the client is gone");
        }
      } while (!frames.offer(frame, 100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** As {@link #put}, but an interrupt waits: what a terminal shows must not have holes. */
  void putWhole(Frame frame) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          put(frame);
          return;
        } catch (InterruptedIOException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Hands a frame over if there is room for it now. */
  void offer(Frame frame) {
    frames.offer(frame);
  }

  /** Waits until the exit frame is written, or the client is gone, but not longer than this. */
  void awaitWritten(Duration patience) throws InterruptedException {
    written.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A stream whose bytes become frames at each end of a line, and when it is flushed. */
  PrintStream printer(FrameType type) {
    return new PrintStream(
        new BufferedOutputStream(stream(type, this::put)), true, StandardCharsets.UTF_8);
  }

  /** As {@link #printer}, with every byte that was written, whoever is interrupted. */
  OutputStream screen() {
    return new BufferedOutputStream(stream(FrameType.STDOUT, this::putWhole));
  }

  private static OutputStream stream(FrameType type, Sink sink) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += CHUNK) {
          sink.put(Frame.of(type, bytes, offset + done, Math.min(CHUNK, length - done)));
        }
      }
    };
  }

  /** Takes frames. */
  private interface Sink {
    void put(Frame frame) throws IOException;
  }
}
